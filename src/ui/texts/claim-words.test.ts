import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLAIM_KINDS } from '../../recording/grammar.ts';
import { readScenario } from '../../scenario/read.ts';
import { innerClaim } from './claim-parts.ts';
import { claimWords as english } from './en-claim-words.ts';
import { claimWords as chinese } from './zh-hans/claim-words.ts';

/** Of every kind one at least, with what changes its sentence. */
const TOLD: readonly [claim: unknown, english: string, chinese: string][] = [
  [
    { phase: { value: ['Failed', 'Succeeded'], within: '1m30s' } },
    'Within 1 min 30 s, the phase is Failed or Succeeded.',
    '1 min 30 s 内，阶段是 Failed 或 Succeeded。',
  ],
  [
    { condition: { type: 'Ready', status: 'False', reason: 'PodFailed', at: 'delete+3s' } },
    'At 3 s after the deletion, the condition Ready is False, reason PodFailed.',
    '在删除 Pod 之后 3 s 时，状况 Ready 为 False，原因 PodFailed。',
  ],
  [{ podReason: { value: 'DeadlineExceeded' } }, 'In the end, the reason of the Pod is DeadlineExceeded.', '最后，Pod 的原因是 DeadlineExceeded。'],
  [{ kubectlStatus: { value: 'Init:0/2', at: '3s' } }, 'At 3 s, STATUS says Init:0/2.', '在 3 s 时，STATUS 显示 Init:0/2。'],
  [
    { containerState: { container: 'app', state: 'terminated', reason: 'Error', exitCode: 137 } },
    'In the end, app is terminated (Error) with exit code 137.',
    '最后，app 处于 terminated，原因 Error，退出码 137。',
  ],
  [{ containerState: { container: 'app', state: 'absent' } }, 'In the end, app does not exist on the node any more.', '最后，app 不再存在于节点上。'],
  [
    { lastState: { container: 'app', exitCode: 143, within: '65s' } },
    'Within 1 min 5 s, the run before the present one of app ended with exit code 143.',
    '1 min 5 s 内，app 的上一次运行已结束，退出码 143。',
  ],
  [{ restartCount: { container: 'app', op: '==', value: 0 } }, 'In the end, app has never been restarted.', '最后，app 从未重启。'],
  [{ restartCount: { container: 'app', op: '>=', value: 2 } }, 'In the end, app has been restarted at least twice.', '最后，app 已重启至少 2 次。'],
  [
    { never: { what: { restartCountDecreases: { container: 'app' } }, during: { from: 'create', for: '2m' } } },
    'At no time in the 2 min after the creation of the Pod is it true that the restart count of app falls.',
    '创建 Pod 之后的 2 min 内，任何时刻都不会：app 的重启次数减少。',
  ],
  [{ starts: { container: 'app', op: '<', value: 3, at: '30s' } }, 'Until 30 s, app starts fewer than 3 times.', '到 30 s 为止，app 启动少于 3 次。'],
  [{ containerFlag: { container: 'app', flag: 'ready', value: false, at: '9s' } }, 'At 9 s, app is not ready.', '在 9 s 时，app 未就绪。'],
  [{ containerImage: { container: 'app', value: 'nginx:1.27' } }, 'In the end, app runs the image nginx:1.27.', '最后，app 运行镜像 nginx:1.27。'],
  [
    { event: { reason: 'Failed', messageContains: ['a', 'b'], op: '>=', value: 1, during: { from: 'app.start', to: 'app#2.start' } } },
    'From the start of app to the second start of app, the Event Failed (“a” and “b”) comes at least once.',
    '从 app 启动到 app 启动（第 2 次）之间，事件 Failed（“a”和“b”） 出现至少 1 次。',
  ],
  [
    { hookRuns: { container: 'app', hook: 'preStop', op: '==', value: 0 } },
    'In all, the preStop hook of app never runs.',
    '总共，app 的 preStop 回调从不运行。',
  ],
  [
    { probeRuns: { container: 'app', probe: 'startup', op: '<=', value: 1 } },
    'In all, the startup probe of app runs at most once.',
    '总共，app 的 startup 探针运行至多 1 次。',
  ],
  [{ podDeleted: { within: '5s', after: 'delete' } }, 'Within 5 s of the deletion, the Pod is gone from the API.', '删除 Pod 之后 5 s 内，Pod 从 API 中消失。'],
  [{ log: { container: 'app', contains: 'boom' } }, 'In the end, the output of app has “boom” in it.', '最后，app 的输出包含“boom”。'],
  [
    { env: { container: 'app', name: 'POD_IP', value: '$.status.podIP' } },
    'In the end, $POD_IP in app is what status.podIP says.',
    '最后，app 中的 $POD_IP 等于 status.podIP。',
  ],
  [{ env: { container: 'app', name: 'X', exists: false } }, 'In the end, app has no variable X.', '最后，app 没有变量 X。'],
  [{ field: { path: 'spec.overhead', op: 'empty' } }, 'In the end, spec.overhead is empty.', '最后，spec.overhead 为空。'],
  [{ field: { path: 'metadata.generation', op: '>=', value: 2 } }, 'In the end, metadata.generation is at least 2.', '最后，metadata.generation 至少 2。'],
  [{ uidChanged: { value: true } }, 'In the end, the Pod has another UID than at the beginning.', '最后，Pod 的 UID 与开始时不同。'],
  [
    { execResult: { action: 'action.1', exitCode: 0, stdoutContains: 'hello' } },
    'In the end, the command of action 1 ends with exit code 0 and prints “hello”.',
    '最后，动作 1 的命令以退出码 0 结束，并打印“hello”。',
  ],
  [
    { apiError: { action: 'create', status: 'Invalid', messageContains: 'x' } },
    'The API refuses the Pod as Invalid, saying “x”.',
    'API 以 Invalid 拒绝这个 Pod，消息包含“x”。',
  ],
  [
    { order: ['delete < app.term', 'app.prestop.end <= app.term'] },
    "The deletion comes before the stop signal for app; the end of app's preStop hook comes no later than the stop signal for app.",
    '删除 Pod早于 app 收到停止信号；app 的 preStop 回调结束不晚于 app 收到停止信号。',
  ],
  [
    { duration: { from: 'app.term', to: 'app.exit', min: '250ms', max: '2s' } },
    'It takes 250 ms to 2 s from the stop signal for app to the end of app.',
    '从 app 收到停止信号到 app 结束历时 250 ms 到 2 s。',
  ],
  [{ restartDelay: { container: 'app', nth: 2, min: '10s' } }, 'The second restart of app waits at least 10 s.', 'app 的第 2 次重启等待至少 10 s。'],
  [
    { always: { what: { phase: { value: 'Running' } }, during: { from: 'phase.Running', to: '2m' } } },
    'All the time from the moment the phase is Running to 2 min, the phase is Running.',
    '从阶段变为 Running 到 2 min 之间，始终：阶段是 Running。',
  ],
  [{ sticky: { what: { phase: { value: 'Failed' } } } }, 'Once the phase is Failed, it stays so.', '一旦阶段是 Failed，就一直如此。'],
];

test.each(TOLD)('%j is told in both languages', (claim, inEnglish, inChinese) => {
  expect(english.tell(innerClaim(claim))).toBe(inEnglish);
  expect(chinese.tell(innerClaim(claim))).toBe(inChinese);
});

test('every kind of claim has been told', () => {
  const kinds = TOLD.flatMap(([claim]) => [
    innerClaim(claim),
    ...(/"what"/.test(JSON.stringify(claim)) ? [innerClaim((innerClaim(claim).args as { what: unknown }).what)] : []),
  ]);
  expect([...new Set(kinds.map(({ kind }) => kind))].sort()).toEqual(Object.keys(CLAIM_KINDS).sort());
});

test('no claim and no goal of the library is told in notation', () => {
  for (const file of readdirSync('scenarios')) {
    const { scenario } = readScenario(readFileSync(`scenarios/${file}`, 'utf8'));
    const { change } = (scenario?.lesson ?? {}) as { change?: { goal?: unknown[] } };
    for (const claim of [...(scenario?.expect ?? []), ...(change?.goal ?? [])]) {
      for (const { tell } of [english, chinese]) {
        const told = tell(innerClaim(claim));
        expect(told, file).not.toMatch(/undefined|\bnull\b|\[object|#\d|\b(?:term|prestop|poststart|cond|phase|action|event)\.\w/);
        expect(told, file).toMatch(/[.。]$/);
      }
    }
  }
});
