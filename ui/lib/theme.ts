import { signal } from '@preact/signals'
import { keepInCookie } from './cookies'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const shown = document.documentElement.dataset.theme
export const theme = signal<Theme>(THEMES.find((known) => known === shown) ?? 'auto')

export function switchTheme(next: Theme) {
  theme.value = next
  document.documentElement.dataset.theme = next
  keepInCookie('theme', next)
}
