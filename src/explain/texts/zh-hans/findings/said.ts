/** 依据程序日志得出的发现。 */
import type { Translation } from '../../translation.ts';

type Texts = Translation['findings'];

export const said: Texts['said'] = {
  tool: {
    title: (tool, image, container) => `${image ?? '镜像'} 里没有 ${tool}：${container} 的脚本以退出码 127 结束。`,
    detail: (container) =>
      `没有这个命令时，shell 以 127 结束。如果你的镜像里有它，就写明它的结果：spec.workloads.${container}.exec 列出命令及其结果，对脚本、探针和回调都有效。`,
    count: '以 127 退出',
    change: (tool) => `写明 ${tool} 存在并成功`,
  },
  name: {
    title: (container, name) => `${container} 查询 ${name}，没有谁叫这个名字。`,
    detail: (container, outcome) =>
      `集群的 DNS 只认识现有的 Service，其中没有叫这个名字的。${
        outcome === 'fails'
          ? `因此 ${container} 失败，只有它的日志说明原因。`
          : outcome === 'waits'
            ? `因此 ${container} 一直查询下去，只有它的日志说明这一点。`
            : `因此 ${container} 一直查询下去，它之后的容器都不启动：Pod 处于 Pending，没有事件说明原因，也没有什么会结束它。`
      }`,
    change: (service) => `创建 Service ${service}`,
  },
  port: {
    title: (container, port, owner) => `${container} 想要端口 ${port}，而它已被 ${owner} 占用。`,
    detail: '同一个 Pod 的容器共享一个网络和一个地址，因此每个端口只能占用一次。声明与否都一样：containerPort 不打开任何端口。',
    count: '退出',
  },
};
