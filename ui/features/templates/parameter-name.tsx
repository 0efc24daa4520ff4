import type { TemplateParameter } from '../../../worker/contract/templates'
import { Code } from '../../components/isolate'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { mediaName } from './media'

/** In which part of the message it stands; a button's own name says that already. */
export function partName({ part, card }: TemplateParameter): string | null {
  const inCard =
    card === undefined ? null : m.templates_part_card({ number: formatNumber(card + 1) })
  const own =
    part === 'header' ? m.templates_part_header() : part === 'body' ? m.templates_part_body() : null
  return [inCard, own].filter((one) => one !== null).join(' · ') || null
}

/** How a place of the template is called: `{{first_name}}`, "Image", "Button 1". */
export function ParameterName({ parameter }: { parameter: TemplateParameter }) {
  const { part, name, kind } = parameter
  if (part === 'button') {
    return <>{m.templates_part_button({ number: formatNumber(Number(name) + 1) })}</>
  }
  return kind === 'text' ? <Code>{`{{${name}}}`}</Code> : mediaName(kind)
}
