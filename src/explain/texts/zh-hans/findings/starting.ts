/** 没能运行起来的 Pod：没有节点、没有镜像、没有命令、没有足够的启动时间。 */
import type { Translation } from '../../translation.ts';
import { at, listed, moments, PROBES, pullFault, quoted, span, times } from '../words.ts';

type Texts = Translation['findings'];

export const starting: Texts['starting'] = {
  unschedulable: {
    title: (message) => `没有合适的节点：${quoted(message)}。`,
    detail: '没有节点的 Pod 只会是 Pending：没有 kubelet 知道它，也不会拉取镜像。有变化时，调度器会再次尝试。',
    label: (labels) => `给节点加上标签 ${labels}`,
    dropSelector: '去掉 nodeSelector',
    tolerate: (taints) => `容忍 ${taints}`,
    untaint: (taints) => `去掉节点的污点 ${taints}`,
    uncordon: (action) => `让节点继续接受 Pod：不做 ${action}`,
    claim: (name) => `不会去找节点：PersistentVolumeClaim ${name} 不存在。`,
    createClaim: (name) => `创建 PersistentVolumeClaim ${name}`,
    lower: (resource, allocatable) => `请求的 ${resource} 不要超过节点所有：${allocatable}`,
  },
  unknownNode: {
    title: (node, ours) => `Pod 绑定到节点 ${node}，而集群里只有 ${ours}。`,
    detail:
      '清单中的 nodeName 绕过了调度器，也没有谁检查是否有这个节点：没有 kubelet 运行该 Pod，也没有事件说明。节点缺失 40 s 之后，Pod 垃圾收集器会将其删除。',
    call: (node) => `将节点命名为 ${node}`,
    leave: '去掉 nodeName：由调度器选择',
  },
  reference: {
    title: (kind, name) => `${kind} ${name} 不存在。`,
    detail: {
      mount: '没有卷就不会创建容器：状态是 ContainerCreating，只有事件 FailedMount 说明原因。',
      variable: '无法创建容器（CreateContainerConfigError）。kubelet 每 10 到 16 s 再试一次，因此对象出现后很快就会启动。',
    },
    create: (kind, name) => `创建 ${kind} ${name}`,
    optional: '将引用标记为 optional',
  },
  command: {
    title: (program, image, container) => `${image ?? '镜像'}里没有 ${program}：${container} 无法启动。`,
    detail: (attempts) => `${times(attempts)}启动尝试均告失败。退出码是 128，原因是 StartError，等待时间与崩溃循环相同。`,
    count: '启动失败',
    line: (program, container) => `“${program}”连同空格被当作一个程序的名字：${container} 无法启动。`,
    change: '让 shell 来读：sh -c',
    meant: (command) => `写成 ${command}`,
  },
  asRoot: {
    title: (container, image, user) =>
      `${container} 不得以 root 运行（runAsNonRoot），而 ${image ?? '镜像'} ${user === undefined ? '以 root 运行' : `写的用户是 ${user}：只有数字才能说明那是谁`}。`,
    detail:
      'kubelet 在创建容器之前检查，每 10 至 16 s 重试一次：CreateContainerConfigError，没有任何进程启动。程序能否以别的用户工作取决于镜像：某些文件和 1024 以下的端口可能对它关闭。',
    change: (container) => `让 ${container} 以用户 1000 运行`,
  },
  appArmor: {
    title: (profile) => (profile === undefined ? 'Pod 指定了 AppArmor 配置文件，而节点没有 AppArmor。' : `节点上没有加载 AppArmor 配置文件 ${profile}。`),
    detail: (profile) =>
      profile === undefined
        ? 'kubelet 会彻底拒绝这样的 Pod。大多数真实节点都有 AppArmor；场景里写明时，这个节点也有。'
        : '发现这一点的是 containerd，而不是 kubelet；后者每 10 至 16 s 重试一次。每个节点各自用 apparmor_parser 加载配置文件。',
    change: (profile) => (profile === undefined ? '让节点具有 AppArmor' : `在节点上加载 ${profile}`),
    drop: '去掉 Pod 里的配置文件',
  },
};

export const images: Texts['images'] = {
  latest: {
    title: (image, pulls) => `${image} ${image.endsWith(':latest') ? '的标签是 latest' : '没有标签'}，因此每次启动都会拉取：本次运行共 ${times(pulls)}。`,
    detail: '标签为 latest（或没有标签）时，imagePullPolicy 默认为 Always。没有镜像仓库就无法重启，而且每次重启运行的可能是不同的程序。',
    count: (tookMs) => `拉取，共 ${span(tookMs)}`,
    change: '将 imagePullPolicy 设为 IfNotPresent，最好同时使用固定标签',
  },
  notPulled: {
    title: (image, isVolume, fault, came) =>
      `无法拉取${isVolume ? '镜像卷' : ''} ${image}：${pullFault(fault)}。${came ? `${times(came.failed)}尝试失败，${at(came.atMs)} 的一次成功。` : ''}`,
    detail: (failedMs, repaired, passedOver) =>
      `${passedOver.map(({ name, type }) => `kubelet 会跳过 Secret ${name}：它的类型是 ${type}，而不是 kubernetes.io/dockerconfigjson。`).join('')}${failedMs.length > 7 ? moments(failedMs) : `在 ${listed(failedMs.map((ms) => (ms / 1000).toFixed(1)))} s`}的尝试失败。每次失败后 kubelet 等待 10、20、40 … 300 s，还要等到发现等待结束的那次同步。STATUS 落后一次同步：尝试显示为 ErrImagePull，等待显示为 ImagePullBackOff。镜像仓库修复后，要到下一次尝试才有用${repaired ? `：${at(repaired.atMs)} 时仓库里已有镜像，早了 ${span(repaired.earlierMs)}` : ''}。`,
    count: '拉取失败',
    change: (image) => `让镜像仓库里有 ${image}`,
  },
  never: {
    title: (image) => `imagePullPolicy 是 Never，而 ${image} 不在节点上。`,
    detail: 'Never 时 kubelet 只使用节点上已有的镜像。',
    change: '将 imagePullPolicy 设为 IfNotPresent',
  },
  invalid: {
    title: (image, why) =>
      `${image} 不是有效的镜像名称${
        why === 'other' ? '' : `：${why === 'upper case' ? '仓库名必须小写' : why === 'empty part' ? '路径中有一段是空的' : `名称中不能有“${why.stray}”`}`
      }。`,
    detail: 'API 服务器不检查镜像名称；kubelet 要拉取时才会发现。',
    change: (image) => `写成 ${image}`,
  },
};

export const booting: Texts['booting'] = {
  title: (probe, givenMs, neededMs) =>
    `${PROBES[probe]}探针在 ${span(givenMs)} 后放弃。${neededMs === undefined ? '它在本次运行中从未成功。' : `启动需要 ${span(neededMs)}。`}`,
  detail: (probe, failureThreshold, container) =>
    `${PROBES[probe]}探针连续失败 ${times(failureThreshold)}，kubelet 在 ${container} 开始服务之前就终止它；下一个实例的时间也不会更多。`,
  givesUp: (probe) => `${PROBES[probe]}探针放弃`,
  boot: '启动',
  failure: (number) => `第 ${number} 次失败`,
  addStartupProbe: (container, seconds) => `添加 startupProbe，给 ${container} ${seconds} s`,
  longerDelay: (container, before, seconds) =>
    `将 initialDelaySeconds ${before > 0 ? `从 ${before} 增大到` : '设为'} ${seconds}：${container} 启动得快时也要等这么久`,
  moreAttempts: (container, before, threshold, givesMs) =>
    `将 startupProbe 的 failureThreshold 从 ${before} 增大到 ${threshold}：这样 ${container} 有 ${span(givesMs)}`,
};
