import type { TemplateParameter } from '../../../worker/contract/templates'
import { Code } from '../../components/isolate'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { mediaName } from './media'

export const PART_NAMES: Record<'header' | 'body', () => string> = {
  header: m.templates_part_header,
  body: m.templates_part_body,
}

/** How a place of the template is called: `{{first_name}}`, "Image", "Button 1". */
export function ParameterName({ parameter }: { parameter: TemplateParameter }) {
  const { part, name, kind } = parameter
  if (part === 'button') {
    return <>{m.templates_part_button({ number: formatNumber(Number(name) + 1) })}</>
  }
  return kind === 'text' ? <Code>{`{{${name}}}`}</Code> : mediaName(kind)
}
