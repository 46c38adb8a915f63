/** Who set what: each line of the Pod with its owner. */
import { describe, expect, it } from 'vitest';
import { simulated } from '../../testing/simulated.ts';
import { lines, sketch } from '../../testing/sim.ts';
import { annotatedYaml } from './annotated.ts';
import { pathText } from './leaves.ts';
import { ownedPodAt, type Owner } from './owners.ts';

const short = (owner: Owner): string => {
  switch (owner.by) {
    case 'manifest':
      return `manifest ${pathText(owner.path)}${owner.written === undefined ? '' : ` = ${String(owner.written)}`}`;
    case 'admission':
      return owner.step;
    case 'action':
      return owner.label;
    default:
      return owner.by;
  }
};

/** The lines that match, with their owners. */
function owned(text: string, atMs: number, pattern: RegExp): string {
  const pod = ownedPodAt(simulated(text), atMs);
  if (pod === undefined) return 'no Pod';
  return annotatedYaml(pod, short)
    .split('\n')
    .filter((line) => pattern.test(line))
    .map((line) => line.trim().replace(/\s+#/, '  #'))
    .join('\n');
}

const POD = sketch('containers:\n- {name: app, image: busybox:1.36, command: [sleep, inf], resources: {limits: {cpu: 0.5}}}');

describe('who set each field', () => {
  it('what was written, what was put differently, what defaults and plugins added', () => {
    expect(owned(POD, 0, /image:|cpu:|namespace:|restartPolicy|serviceAccountName|preemption|tolerationSeconds|mountPath/)).toBe('no Pod');
    expect(owned(POD, 3, / {2}image:|cpu:|namespace:|restartPolicy|serviceAccountName|preemption|tolerationSeconds|mountPath|qosClass/)).toBe(
      lines`
        namespace: default  # kubectl
        image: busybox:1.36  # manifest spec.containers[0].image
        cpu: 500m  # manifest spec.containers[0].resources.limits.cpu = 0.5
        cpu: 500m  # defaults
        - mountPath: /var/run/secrets/kubernetes.io/serviceaccount  # ServiceAccount
        preemptionPolicy: PreemptLowerPriority  # Priority
        restartPolicy: Always  # defaults
        serviceAccountName: default  # ServiceAccount
        tolerationSeconds: 300  # DefaultTolerationSeconds
        tolerationSeconds: 300  # DefaultTolerationSeconds
        qosClass: Burstable  # api server
      `,
    );
  });

  it('a LimitRange and a RuntimeClass leave their names', () => {
    const limited = `${POD}---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: limits}\nspec: {limits: [{type: Container, default: {memory: 64Mi}}]}\n`;
    expect(owned(limited, 3, /memory:/)).toBe('memory: 64Mi  # LimitRanger\nmemory: 64Mi  # LimitRanger');
  });

  it('scheduler and kubelet own what they wrote, an action what it changed', () => {
    const acted = sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]',
      'actions: [{at: 5s, do: patch, patch: {metadata: {labels: {app: other}}}}]',
    );
    expect(owned(acted, 3000, /nodeName|phase|app: /)).toBe(lines`
      app: web  # manifest metadata.labels.app
      nodeName: node-1  # scheduler
      phase: Running  # kubelet
    `);
    expect(owned(acted, 8000, /app: /)).toBe('app: other  # patch');
  });

  it('every value of the Pod has an owner, and the comments leave the YAML as it is', () => {
    const { scenario, trace } = simulated(POD);
    const pod = ownedPodAt({ scenario, trace }, trace.endMs);
    if (pod === undefined) throw new Error('no Pod');
    const text = annotatedYaml(pod, () => 'OWNER');
    const values = text
      .trimEnd()
      .split('\n')
      .filter((line) => !/^\s*(- )?[\w-]+:$/.test(line) && !/^\s*- [\w-]+:$/.test(line));
    expect(values.filter((line) => !line.endsWith('  # OWNER'))).toEqual([]);
  });
});
