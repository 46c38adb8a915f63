/** Help in Chinese: what the server says stays its own, what helps against it is told in the language of the page. */
import { expect, test } from 'vitest';
import { translate } from '../../../base/catalogue.ts';
import { refusalNotes } from '../index.ts';
import { helpFor } from '../sentences.ts';
import { help } from './zh-hans.ts';

translate({ help });

test.each([
  ['spec.restartPolicy', 'Unsupported value: "always": supported values: "Always", "OnFailure", "Never"', '请写 `Always`：区分大小写。'],
  ['spec.containers[0].image', 'Required value', '说明运行哪个镜像，例如 `nginx:1.27`。'],
  ['spec.containers[0].livenessProbe.periodSeconds', 'Invalid value: -1: must be greater than or equal to 0', '`periodSeconds` 从 0 起计。'],
  ['metadata.annotations', 'Required value', '请写上 `annotations: …`。'],
])('%s: %s', (field, body, said) => {
  expect(helpFor(field, body)).toBe(said);
});

test('a refusal keeps the words of the server', () => {
  const message = 'pods "web" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found';
  expect(refusalNotes({ message }, { kind: 'Pod', name: 'web' })).toEqual([
    { field: 'spec.serviceAccountName', message, help: '没有 ServiceAccount `nobody`：在一行 `---` 之后添加它，或去掉 `serviceAccountName`。' },
  ]);
});
