/** Which pull policy an image text implies (pkg/apis/core/v1/defaults.go: SetDefaults_Container, pkg/util/parsers). */

const HOST =
  '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?|\\[[a-fA-F0-9:]+\\](?::[0-9]+)?';
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*';
/** An image's name with its tag and digest (github.com/distribution/reference: ReferenceRegexp). */
export const REFERENCE = new RegExp(
  `^((?:(?:${HOST})/)?${PATH_PART}(?:/${PATH_PART})*)(?::(\\w[\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

const LONGEST_PATH = 255;

/** The repository's path in its registry (`splitDockerDomain`). */
function pathOf(name: string): string {
  const [first = '', ...rest] = name.split('/');
  if (rest.length === 0) return `library/${name}`;
  return /[.:A-Z]/.test(first) || first === 'localhost' ? rest.join('/') : name;
}

/** `Always` without tag and digest or with tag `latest`; `IfNotPresent` for everything else, unparsable texts included. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const match = REFERENCE.exec(image);
  if (match === null || /^[a-f0-9]{64}$/.test(image)) return 'IfNotPresent';
  const [, name = '', tag, digest] = match;
  // A longer one is no name (github.com/distribution/reference: RepositoryNameTotalLengthMax).
  if (pathOf(name).length > LONGEST_PATH) return 'IfNotPresent';
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}
