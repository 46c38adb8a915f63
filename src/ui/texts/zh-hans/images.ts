import type { imageTexts } from '../en-images.ts';
import type { Translated } from '../language.ts';

export const images: Translated<typeof imageTexts> = {
  list: '播放头处的镜像',
  none: '此刻 Pod 没有指定镜像。',
  of: { init: 'Init 容器', sidecar: '边车容器', container: '容器', ephemeral: '临时容器', volume: '卷' },
  state: {
    there: '在节点上',
    since: (time) => `自 ${time} 起在节点上`,
    pulling: (time) => `自 ${time} 起正在拉取`,
    absent: '不在节点上',
    invalid: '无法解析',
  },
  facts: { read: '解析为', policy: '拉取策略', pulls: '拉取', access: '凭据', holds: '包含', runs: '启动' },
  parts: { registry: '仓库服务器', repository: '仓库', tag: '标签', digest: '摘要' },
  because: {
    written: '清单中写明',
    latest: '默认值，因为标签是 :latest',
    tagged: '默认值，因为名称带有 :latest 以外的标签或摘要',
    plugin: '由 AlwaysPullImages 设置，无论清单怎么写',
  },
  noPulls: '目前没有',
  pull: (from, took) => `${from} 开始，用时 ${took}`,
  pullUnderWay: (from) => `${from} 开始，仍在进行`,
  failed: '失败',
  access: {
    none: '没有：Pod 没有拉取用的 Secret',
    secrets: (names, registries) => `${names}，用于 ${registries}`,
    empty: (names) => `${names}，其中没有任何仓库服务器的凭据`,
    asked: '仓库服务器要求凭据',
    other: (registry) => `其中没有 ${registry} 的凭据`,
  },
  by: {
    scenario: '按场景所述',
    catalogue: '取自常用镜像列表',
    guess: '推测：可在 Scenario 文档的 images 中说明',
  },
  holds: {
    entrypoint: '入口点',
    cmd: '命令',
    user: '用户',
    workdir: '工作目录',
    ports: '端口',
    stopSignal: '停止信号',
    size: '大小',
    shell: 'Shell',
    nothing: '无',
  },
};
