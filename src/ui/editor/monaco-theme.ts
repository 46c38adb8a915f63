/** Monaco in the page's own colours: keys in ink, values a shade lighter, comments in the faintest text colour. */
import type * as Monaco from 'monaco-editor/editor';
import type { Palette, Theme } from '../../timeline/tokens.ts';
import { currentPalette } from '../canvas-colours.ts';

const NAME = 'podloupe';

/** What the editors show: Monaco writes its whole style sheet anew for colours that it has. */
let taken: { theme: Theme; palette: Palette } | undefined;

/** Puts the colours of the page into all editors: those of the theme, of a look over it, or of the system. */
export function takeColours(monaco: typeof Monaco, theme: Theme): void {
  const palette = currentPalette();
  if (taken?.theme === theme && taken.palette === palette) return;
  taken = { theme, palette };
  monaco.editor.defineTheme(NAME, themeData(theme, palette));
  monaco.editor.setTheme(NAME);
}

function themeData(theme: Theme, palette: Palette): Monaco.editor.IStandaloneThemeData {
  const rule = (token: string, color: string, fontStyle = '') => ({ token, foreground: color.slice(1), ...(fontStyle !== '' && { fontStyle }) });
  return {
    base: theme === 'light' ? 'vs' : 'vs-dark',
    inherit: false,
    rules: [
      rule('', palette.ink2),
      rule('type', palette.ink, 'bold'),
      rule('key', palette.ink, 'bold'),
      rule('string', palette.ink2),
      rule('number', palette.ink),
      rule('keyword', palette.ink2),
      rule('comment', palette.ink3, 'italic'),
      rule('operators', palette.ink3),
      rule('delimiter', palette.ink3),
      rule('tag', palette.ink2),
      rule('namespace', palette.ink3),
      rule('meta.directive', palette.ink3),
    ],
    colors: {
      'editor.background': palette.canvas,
      'editor.foreground': palette.ink2,
      'editorLineNumber.foreground': palette.ink3,
      'editorLineNumber.activeForeground': palette.ink,
      'editorLineNumber.dimmedForeground': palette.ink3,
      'editorCursor.foreground': palette.ink,
      'editor.selectionBackground': palette.sel,
      'editor.inactiveSelectionBackground': palette.sel,
      'editor.wordHighlightBackground': palette.sel,
      'editor.wordHighlightStrongBackground': palette.sel,
      'editor.findMatchBackground': palette.bootTint,
      'editor.findMatchHighlightBackground': palette.sel,
      'editor.findMatchBorder': palette.ink,
      'editor.lineHighlightBackground': '#00000000',
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': palette.rule2,
      'editorIndentGuide.activeBackground1': palette.rule,
      'editorBracketMatch.background': palette.sel,
      'editorBracketMatch.border': palette.edge,
      // Brackets by depth: Monaco colours them, we do not
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, palette.ink3])),
      'editorBracketHighlight.unexpectedBracket.foreground': palette.failLine,
      'editorWidget.background': palette.raise,
      'editorWidget.foreground': palette.ink,
      'editorWidget.border': palette.edge,
      'editorHoverWidget.background': palette.raise,
      'editorHoverWidget.foreground': palette.ink,
      'editorHoverWidget.border': palette.edge,
      'editorSuggestWidget.background': palette.raise,
      'editorSuggestWidget.foreground': palette.ink,
      'editorSuggestWidget.border': palette.edge,
      'editorSuggestWidget.selectedBackground': palette.sel,
      'editorSuggestWidget.selectedForeground': palette.ink,
      'editorSuggestWidget.highlightForeground': palette.ink,
      'editorSuggestWidget.focusHighlightForeground': palette.ink,
      'editorError.foreground': palette.failLine,
      'editorWarning.foreground': palette.failLine,
      'editorInfo.foreground': palette.ink3,
      'editorMarkerNavigation.background': palette.raise,
      'editorMarkerNavigationError.background': palette.failLine,
      'editorMarkerNavigationWarning.background': palette.failLine,
      'editorMarkerNavigationInfo.background': palette.edge,
      focusBorder: palette.ink,
      'input.background': palette.canvas,
      'input.foreground': palette.ink,
      'input.border': palette.edge,
      'input.placeholderForeground': palette.ink3,
      'list.hoverBackground': palette.sel,
      'list.activeSelectionBackground': palette.sel,
      'list.activeSelectionForeground': palette.ink,
      'menu.background': palette.raise,
      'menu.foreground': palette.ink,
      'menu.selectionBackground': palette.sel,
      'menu.selectionForeground': palette.ink,
      'menu.border': palette.edge,
      'scrollbarSlider.background': `${palette.edge}55`,
      'scrollbarSlider.hoverBackground': `${palette.edge}88`,
      'scrollbarSlider.activeBackground': `${palette.edge}AA`,
      'scrollbar.shadow': '#00000000',
      'widget.shadow': '#00000000',
      'textLink.foreground': palette.ink,
      'textLink.activeForeground': palette.ink,
    },
  };
}
