import { CircleAlert, TriangleAlert } from 'lucide-preact'
import { Icon } from '../../../components/icon'
import type { FieldProblems } from './problems'

/** What the lint says besides a field's own error line. */
export const Notes = ({ notes }: Pick<FieldProblems, 'notes'>) =>
  notes.length === 0 ? null : (
    <ul class="lint-notes">
      {notes.map(({ text, level }) => (
        <li key={text} class={level}>
          <Icon of={level === 'error' ? CircleAlert : TriangleAlert} size="sm" />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )

/** "123 / 1,024": how much of Meta's limit is written. */
export const Counter = ({ used, most }: { used: number; most: number }) => (
  <bdi dir="ltr" class={`counter num ${used > most ? 't-danger' : ''}`}>
    {used}&thinsp;/&thinsp;{most}
  </bdi>
)
