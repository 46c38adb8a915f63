import { expect, test } from 'vitest';
import { translate } from '../../../base/catalogue.ts';
import { run, sketch } from '../../../testing/sim.ts';
import { assumption } from './zh-hans.ts';

test('what is assumed of an unknown program is said in the language of the page', () => {
  translate({ assumption });
  const { assumptions } = run(sketch('containers: [{name: app, image: "shop/app:1", ports: [{containerPort: 8080}]}]', 'duration: 5s'));
  expect(assumptions.map(({ text }) => text)).toEqual([
    '节点上已有镜像 shop/app:1：不拉取任何内容。',
    'app 的程序未知：启动 1 s 后监听 8080。',
    'app 对每个路径都应答 200。',
    'app 一直运行，直到被要求停止。',
    'app 在收到 SIGTERM 后 1 s 之内以 0 退出。',
  ]);
});
