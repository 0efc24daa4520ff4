import { useLayoutEffect, useRef } from 'preact/hooks'

/** A line of tabs may be wider than a phone: the current one is brought into it, while the page stays where it is. */
export function useCurrentInView(current: string) {
  const line = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const tab = line.current?.querySelector('[aria-current]')
    if (!line.current || !tab) return
    const centreOf = (element: Element) => {
      const { left, width } = element.getBoundingClientRect()
      return left + width / 2
    }
    line.current.scrollLeft += centreOf(tab) - centreOf(line.current)
  }, [current])
  return line
}
