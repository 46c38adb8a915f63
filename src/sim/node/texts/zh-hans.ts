/** 文本没有说明、由模拟自行假定的内容，用简体中文。 */
import type { Translated } from '../../../base/language.ts';
import type { assumptionTexts } from './en.ts';

export const assumption: Translated<typeof assumptionTexts> = {
  boots: (container, ports) => `${container} 的程序未知：启动 1 s 后${ports.length > 0 ? `监听 ${ports.join('、')}` : '就绪运行'}。`,
  answers: (container) => `${container} 对每个路径都应答 200。`,
  runs: (container) => `${container} 一直运行，直到被要求停止。`,
  leaves: (container, signal) => `${container} 在收到 ${signal} 后 1 s 之内以 0 退出。`,
  works: (container) => `${container} 的程序未知：用 1 s 完成工作，以 0 退出。`,
  server: (command, ports) =>
    `对 ${command} 一无所知：启动 1 s 后${ports.length > 0 ? `在 ${ports.join('、')} 上应答 200` : '就绪运行'}，一直运行到被要求停止，并在 1 s 之内以 0 退出。`,
  work: (command) => `对 ${command} 一无所知：用 1 s 完成工作并成功。`,
  tool: (command) => `对 ${command} 一无所知：立即成功。`,
  packages: (command) => `${command} 要下载的内容视为在几秒之内到达。`,
  outside: (host) => `视为 ${host} 存在并会应答。`,
  file: (path) => `对镜像里的文件一无所知：视为 ${path} 存在。`,
  code: (command) => `交给 ${command} 的代码不会运行：视为立即成功。`,
  calculation: (command) => `不知道 ${command} 计算什么：5 s 后成功。`,
  user: (image, user) => `不知道 ${image} 以哪个用户运行：视为用户 ${user}，因为它不得是 root。`,
  onNode: (image) => `节点上已有镜像 ${image}：不拉取任何内容。`,
  noImage: (image) => `没有镜像仓库有镜像 ${image}，正如其名。`,
};
