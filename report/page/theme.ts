/** Light or dark: as the system wants it, until somebody chooses. Drawings are told, for they have to be drawn anew. */
import { button } from './dom.js';
import { texts } from './texts.js';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const listeners: (() => void)[] = [];
const tell = (): void => listeners.forEach((listener) => listener());
systemIsDark.addEventListener('change', tell);

export function onThemeChange(listener: () => void): void {
  listeners.push(listener);
}

export function themeButton(): HTMLElement {
  return button(
    '◐',
    () => {
      const { dataset } = document.documentElement;
      const isDark = (dataset['theme'] ?? (systemIsDark.matches ? 'dark' : 'light')) === 'dark';
      dataset['theme'] = isDark ? 'light' : 'dark';
      tell();
    },
    { class: 'theme', title: texts.header.theme, 'aria-label': texts.header.theme },
  );
}
