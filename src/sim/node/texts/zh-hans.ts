/** 文本没有说明、由模拟自行假定的内容，用简体中文。 */
import type { Translated } from '../../../base/language.ts';
import type { assumptionTexts } from './en.ts';

export const assumption: Translated<typeof assumptionTexts> = {
  boots: (container, ports) => `${container} 的程序未知：启动 1 s 后${ports.length > 0 ? `监听 ${ports.join('、')}` : '就绪运行'}。`,
  answers: (container) => `${container} 对每个路径都应答 200。`,
  runs: (container) => `${container} 一直运行，直到被要求停止。`,
  leaves: (container, signal) => `${container} 在收到 ${signal} 后 1 s 之内以 0 退出。`,
  noImage: (image) => `没有镜像仓库有镜像 ${image}，正如其名。`,
};
