import { m } from '../../paraglide/messages.js'
import { recipientPlace } from './model'

type Props = { state: 'failed' | 'skipped' | 'unknown'; reason: string; count: number }

/** From a figure to the people behind it. */
export const ShowRows = ({ state, reason, count }: Props) => (
  <a class="btn quiet slim" href={recipientPlace.href({ state, reason, q: '', after: '' })}>
    {m.broadcast_show({ count })}
  </a>
)
