import type { TemplateEventView, TemplateHistoryView } from '../../../worker/contract/templates'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import { qualityName } from './quality'
import { categoryName, statusName } from './status'

/** Each change of status, quality and category, newest first. */
export function HistorySection({ history }: { history: TemplateHistoryView }) {
  if (history.events.length === 0) return null
  return (
    <Section title={m.templates_history()}>
      <ul class="cards panel">
        {history.events.map((event, index) => (
          // A list of the past: lines are only added on top, and drawn anew with it.
          <li key={index}>
            <div>
              <b>{NAMES[event.kind]()}</b>
              <span class="sm muted">{change(event)}</span>
            </div>
            <div class="e sm">
              <Time at={event.at} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const NAMES: Record<TemplateEventView['kind'], () => string> = {
  status: m.templates_status,
  quality: m.templates_quality,
  category: m.templates_category,
}

const WORDS: Record<TemplateEventView['kind'], (value: string) => string> = {
  status: statusName,
  quality: qualityName,
  category: categoryName,
}

function change({ kind, before, after }: TemplateEventView): string {
  const word = WORDS[kind]
  return before === null
    ? word(after)
    : m.templates_history_change({ before: word(before), after: word(after) })
}
