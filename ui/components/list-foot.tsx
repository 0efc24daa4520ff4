import { ArrowLeft, ArrowRight } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { m } from '../paraglide/messages.js'
import { LinkButton } from './button'
import './page-parts.css'

type Props = {
  /** What is shown: "First 50 of 4,312 · counted at 15:20". */
  children: ComponentChildren
  /** Addresses of the neighbouring pages; null where there is none. */
  nextHref: string | null
  firstHref?: string | null
}

/** The end of a list that is read by cursor. */
export const ListFoot = ({ children, nextHref, firstHref }: Props) => (
  <footer class="foot">
    <span class="grow">{children}</span>
    {firstHref && (
      <LinkButton variant="quiet" size="slim" icon={ArrowLeft} isIconDirectional href={firstHref}>
        {m.common_first_page()}
      </LinkButton>
    )}
    {nextHref && (
      <LinkButton variant="quiet" size="slim" icon={ArrowRight} isIconDirectional href={nextHref}>
        {m.common_next_page()}
      </LinkButton>
    )}
  </footer>
)
