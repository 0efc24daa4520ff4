import type { HelpLink } from '../../../worker/contract/broadcasts'

/** To where it is mended; a page of Meta's opens beside this one. */
export const HelpLinkTo = ({ link: { href, label } }: { link: HelpLink }) =>
  href.startsWith('/') ? (
    <a href={href}>{label}</a>
  ) : (
    <a href={href} target="_blank" rel="noreferrer">
      {label}
    </a>
  )
