/** What kubectl thinks was meant by a command that it does not have (github.com/spf13/cobra: SuggestionsFor). */
import { editDistance } from '../../base/nearest-name.ts';

/** In the order in which they are told. */
const COMMANDS =
  'create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion plugin version config options kuberc api-versions api-resources'.split(
    ' ',
  );
const MOST_EDITS = 2;

/** Behind the error: empty, or `Did you mean this?` with names that begin so or are two letters away. */
export function suggestions(command: string): string {
  const typed = command.toLowerCase();
  const meant = COMMANDS.filter((name) => name.startsWith(typed) || editDistance(typed, name, MOST_EDITS + 1, false) <= MOST_EDITS);
  return meant.length === 0 ? '' : `\n\nDid you mean this?\n${meant.map((name) => `\t${name}`).join('\n')}`;
}
