/** 对 API 服务器所说的话给出的帮助。服务器自己的话、字段、取值和命令不翻译。 */
import type { AdmissionSentence } from '../index.ts';
import type { PartedSentence } from '../say.ts';
import type { HelpSentence } from '../sentences.ts';

export const help: Readonly<Record<AdmissionSentence | HelpSentence | PartedSentence, string>> = {
  'Write `{0}`: capitals count.': '请写 `{0}`：区分大小写。',
  'Write `{0}`, or leave the field out.': '请写 `{0}`，或去掉该字段。',
  '`{0}` counts from 0.': '`{0}` 从 0 起计。',
  'Write `{0}: …`.': '请写上 `{0}: …`。',
  'There is no ServiceAccount `{0}`: add it behind a line with `---`, or leave `serviceAccountName` out.':
    '没有 ServiceAccount `{0}`：在一行 `---` 之后添加它，或去掉 `serviceAccountName`。',
  'There is no PriorityClass `{0}`: add it behind a line with `---`, or leave `priorityClassName` out.':
    '没有 PriorityClass `{0}`：在一行 `---` 之后添加它，或去掉 `priorityClassName`。',
  'Leave `priority` out: it follows from `priorityClassName`.': '去掉 `priority`：它由 `priorityClassName` 得出。',
  'Leave `preemptionPolicy` out: it follows from `priorityClassName`.': '去掉 `preemptionPolicy`：它由 `priorityClassName` 得出。',
  'There is no RuntimeClass `{0}`: add it behind a line with `---`, or leave `runtimeClassName` out.':
    '没有 RuntimeClass `{0}`：在一行 `---` 之后添加它，或去掉 `runtimeClassName`。',
  'Leave `overhead` out: it follows from the RuntimeClass.': '去掉 `overhead`：它由 RuntimeClass 得出。',
  'The RuntimeClass asks for other nodes: take one of the two labels away.': 'RuntimeClass 要求别的节点：去掉两个标签之一。',
  'Stay within the LimitRange of the namespace, or change it.': '不要超出命名空间的 LimitRange，或修改它。',
  'Ask for less, or raise the ResourceQuota of the namespace.': '减少请求量，或提高命名空间的 ResourceQuota。',
  'Write what the message asks for, or label the namespace with a less strict level.': '按消息的要求书写，或给命名空间设置较宽松级别的标签。',
  'Leave `runtimeClassName` out.': '去掉 `runtimeClassName`。',
  'The kubelet runs a static Pod without the API server. Write the value into the manifest, or take a file of the node with `hostPath`.':
    'kubelet 不经 API 服务器运行静态 Pod。请把值写进清单，或用 `hostPath` 取节点上的文件。',
  'A Pod needs at least one container: write `- name: app` and `image: …` under `containers`.':
    'Pod 至少需要一个容器：在 `containers` 下写 `- name: app` 和 `image: …`。',
  'Give each container a name, such as `app`.': '给每个容器一个名称，例如 `app`。',
  'Say which image runs, such as `nginx:1.27`.': '说明运行哪个镜像，例如 `nginx:1.27`。',
  'Say what to probe: `httpGet`, `tcpSocket`, `exec` or `grpc`.': '说明探测什么：`httpGet`、`tcpSocket`、`exec` 或 `grpc`。',
  'Say what the hook does: `exec`, `httpGet` or `sleep`.': '说明回调做什么：`exec`、`httpGet` 或 `sleep`。',
  'A probe asks one question: keep one handler, or let a script under `exec` ask both.':
    '一个探针只问一个问题：只留一个处理程序，或用 `exec` 下的脚本两者都问。',
  'A hook does one thing: keep one handler, or let a script under `exec` do both.': '一个回调只做一件事：只留一个处理程序，或用 `exec` 下的脚本两者都做。',
  'Write the command as a list: `command: [cat, /tmp/healthy]`.': '把命令写成列表：`command: [cat, /tmp/healthy]`。',
  'Say on which port the program listens: a number from 1 to 65535.': '说明程序监听哪个端口：1 到 65535 的数字。',
  'In quotes it is the name of a port: write the number without quotes.': '带引号就是端口的名称：数字不要加引号。',
  'Say which port to ask: a number from 1 to 65535, or the name of one of the container’s ports.':
    '说明探测哪个端口：1 到 65535 的数字，或容器某个端口的名称。',
  'Ports are numbers from 1 to 65535.': '端口是 1 到 65535 的数字。',
  'A port’s name has at most 15 characters: lower-case letters, digits and single hyphens, at least one letter.':
    '端口名称至多 15 个字符：小写字母、数字和单个连字符，至少一个字母。',
  'A port of the node can be taken once: give one of them another `hostPort`, or none.': '节点的端口只能占用一次：换一个 `hostPort`，或去掉其中一个。',
  'Names of ports are taken once within a container.': '同一容器内端口名称不能重复。',
  'Liveness and startup probes have succeeded after the first success: leave `successThreshold` out.':
    '存活探针和启动探针成功一次即算成功：去掉 `successThreshold`。',
  'A readiness probe never ends a container: the field belongs to liveness and startup probes.': '就绪探针从不结束容器：该字段属于存活探针和启动探针。',
  'Make it a sidecar with `restartPolicy: Always`, or leave the field out.': '用 `restartPolicy: Always` 让它成为边车容器，或去掉该字段。',
  'Sleep no longer than `terminationGracePeriodSeconds`, or raise that.': '休眠不要超过 `terminationGracePeriodSeconds`，或提高后者。',
  'Containers and init containers share their names: give this one another name.': '容器与 Init 容器的名称不能相同：给它换一个名称。',
  'Each volume has a name of its own.': '每个卷都有自己的名称。',
  'Declare a volume of that name under `spec.volumes`, or correct the name.': '在 `spec.volumes` 下声明该名称的卷，或更正名称。',
  'Write lower-case letters, digits and hyphens, with a letter or digit at both ends.': '请用小写字母、数字和连字符，首尾须是字母或数字。',
  'Write lower-case letters, digits, hyphens and dots, with a letter or digit at both ends.': '请用小写字母、数字、连字符和点，首尾须是字母或数字。',
  'Values of labels have at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends.':
    '标签的值至多 63 个字母、数字、连字符、下划线和点，首尾须是字母或数字。',
  'A key has at most 63 letters, digits, hyphens, underscores and dots, before it a domain and a slash if you like: `example.com/tier`.':
    '键至多 63 个字母、数字、连字符、下划线和点，前面可以有域名和斜线：`example.com/tier`。',
  'A variable’s name may hold anything printable but `=`.': '变量名可以含除 `=` 以外的任何可打印字符。',
  'Raise the limit, or ask for less.': '提高限制，或减少请求量。',
  'Known are `cpu`, `memory` and `ephemeral-storage`; devices have a domain, as in `example.com/gpu`.':
    '已知的有 `cpu`、`memory` 和 `ephemeral-storage`；设备带有域名，例如 `example.com/gpu`。',
  'Resources cannot be negative.': '资源不能为负。',
  'Set the limit to the same amount as the request.': '把限制设为与请求相同的量。',
  'Of devices and huge pages request and limit must be the same.': '设备和巨页的请求与限制必须相同。',
  'A volume has one source: make two volumes of it.': '一个卷只有一个来源：请分成两个卷。',
  'Two volumes cannot be mounted at one path.': '两个卷不能挂载在同一路径。',
  'Keep either `value` or `valueFrom`.': '`value` 与 `valueFrom` 只留一个。',
  'Say where the value comes from, such as `secretKeyRef: {name: …, key: …}`.': '说明值从哪里来，例如 `secretKeyRef: {name: …, key: …}`。',
  "Fields that can be asked for: metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], spec.nodeName, status.podIP and a few more.":
    "可以引用的字段：metadata.name、metadata.namespace、metadata.uid、metadata.labels['KEY']、spec.nodeName、status.podIP 以及少数其他字段。",
  'The path lies inside the volume: without a slash at its beginning, and without `..`.': '路径在卷之内：开头没有斜线，也没有 `..`。',
  'Numbers are compared only with the feature gate TaintTolerationComparisonOperators, which is off in v1.36: turn it on under `cluster.featureGates`, or write `Equal` or `Exists`.':
    '只有开启特性门控 TaintTolerationComparisonOperators 才会比较数字，v1.36 默认关闭：在 `cluster.featureGates` 里开启它，或写 `Equal` 或 `Exists`。',
  'Name the key of the taint, or write `operator: Exists` to tolerate everything.': '写出污点的键，或写 `operator: Exists` 以容忍一切。',
  'Only `effect: NoExecute` ends Pods, so only there a time makes sense.': '只有 `effect: NoExecute` 会结束 Pod，因此只有在那里写时间才有意义。',
  'Give the template the labels that the selector asks for.': '给模板加上选择算符要求的标签。',
  'Say which Pods belong to it: `selector: {matchLabels: {app: …}}`, with the labels of the template.':
    '说明哪些 Pod 属于它：`selector: {matchLabels: {app: …}}`，与模板的标签相同。',
  'A Job’s Pods must end: write `restartPolicy: OnFailure` or `Never` in the template.':
    'Job 的 Pod 必须能结束：在模板中写 `restartPolicy: OnFailure` 或 `Never`。',
  'Its Pods are restarted always; for a run that ends use a Job or a Pod.': '它的 Pod 总会重启；会结束的运行请用 Job 或 Pod。',
  'A schedule has five fields: minute, hour, day of the month, month, day of the week; `0 3 * * *` is every night at three.':
    '时间表有五个字段：分、时、日、月、星期；`0 3 * * *` 表示每天凌晨三点。',
  'Delete the Pod and create it again, or change the template of what made it.': '删除 Pod 并重新创建，或修改创建它的对象的模板。',
  'The containers of a Pod are fixed: create a new Pod, or add one for debugging with `kubectl debug`.':
    'Pod 的容器是固定的：创建新的 Pod，或用 `kubectl debug` 添加一个调试容器。',
  'This cannot be changed any more: delete the object and create it again.': '这一项已不能修改：删除对象并重新创建。',
  'Ephemeral containers come later, with `kubectl debug` or the action `add-ephemeral`.': '临时容器要稍后才有：用 `kubectl debug` 或动作 `add-ephemeral`。',
};
