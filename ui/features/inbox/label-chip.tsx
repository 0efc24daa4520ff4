import type { LabelColour, LabelView } from '../../../worker/contract/inbox'
import { Name } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import './labels.css'

export const colourName: Record<LabelColour, () => string> = {
  grey: m.inbox_colour_grey,
  green: m.inbox_colour_green,
  blue: m.inbox_colour_blue,
  amber: m.inbox_colour_amber,
  red: m.inbox_colour_red,
}

type Looks = Pick<LabelView, 'name' | 'colour'>

/** The name says it; the colour only helps to find it. */
export const LabelName = ({ name, colour }: Looks) => (
  <span class="label-name">
    <i class={`label-dot ${colour}`} aria-hidden="true" />
    <Name value={name} />
  </span>
)

export const LabelChip = (label: Looks) => (
  <span class="tag">
    <LabelName {...label} />
  </span>
)
