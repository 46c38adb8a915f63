/** 简体中文的全部文字。缺少任何一条都无法编译：每个目录的类型来自英文目录。 */
import { exported } from '../../../export/texts/zh-hans.ts';
import { timeline } from '../../../timeline/texts/zh-hans.ts';
import { claimWords } from './claim-words.ts';
import { foot, frame, inspector, kubelet, notice, records, run } from './frame.ts';
import { glyphs } from './glyphs.ts';
import { images } from './images.ts';
import { lesson } from './lesson.ts';
import {
  absences,
  chance,
  claims,
  commands,
  compare,
  embed,
  exporting,
  folds,
  form,
  gallery,
  keys,
  kubectl,
  lanes,
  palette,
  recorded,
  search,
  settings,
  share,
  sweep,
  values,
} from './panels.ts';
import { present, states, workbench } from './story.ts';

export const zhHans = {
  absence: absences,
  chance,
  claim: claims,
  claimWords,
  commands,
  compare,
  embed,
  export: exporting,
  exported,
  fold: folds,
  foot,
  form,
  frame,
  gallery,
  images,
  glyph: glyphs,
  inspector,
  keys,
  kubectl,
  kubelet,
  lane: lanes,
  lesson,
  notice,
  palette,
  present,
  record: records,
  recorded,
  run,
  search,
  settings,
  share,
  states,
  sweep,
  timeline,
  values,
  workbench,
};
