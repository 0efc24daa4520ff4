import { raw } from 'hono/html'

const icon = (shapes: string) =>
  raw(
    `<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>`,
  )
export const BRAND = icon(
  '<path d="M4.5 5.5h15v10.5h-8l-4 3.5v-3.5h-3z"/><path d="M9 10.8h.1M12 10.8h.1M15 10.8h.1" stroke-width="2.2"/>',
)
export const GLOBE = icon(
  '<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c5 5 5 11 0 16M12 4c-5 5-5 11 0 16"/>',
)
