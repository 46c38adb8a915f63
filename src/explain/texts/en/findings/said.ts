/** Findings that rest on what a program said in its log. */
export const saidTexts = {
  tool: {
    title: (tool: string, image: string | undefined, container: string) =>
      `${tool} is not in ${image ?? 'the image'}: the script of ${container} ends with exit code 127.`,
    detail: (container: string) =>
      `127 is what a shell ends with when there is no such command. If your image has it, say what it comes to: spec.workloads.${container}.exec names commands and their outcomes, for scripts as well as for probes and hooks.`,
    count: 'exits with 127',
    change: (tool: string) => `Say that ${tool} is there and succeeds`,
  },
  name: {
    title: (container: string, name: string) => `${container} asks for ${name}, a name that nobody has.`,
    detail: (container: string, outcome: 'fails' | 'holds the Pod' | 'waits') =>
      `The cluster's DNS knows the Services there are, and none is called like that. ${
        outcome === 'fails'
          ? `So ${container} fails, and only its log says why.`
          : outcome === 'waits'
            ? `So ${container} goes on asking, and only its log says so.`
            : `So ${container} goes on asking, and no container after it starts: the Pod is Pending, no Event says why, and nothing ends it.`
      }`,
    change: (service: string) => `Create Service ${service}`,
  },
  port: {
    title: (container: string, port: number, owner: string) => `${container} wants port ${port}, and ${owner} has it.`,
    detail: 'The containers of a Pod share one network and one address, so each port can be had once. Declared or not: containerPort opens nothing.',
    count: 'exits',
  },
};
