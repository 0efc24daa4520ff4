import {
  TEMPLATE_CATEGORIES,
  type TemplateCategory,
} from '../../../../worker/contract/template-drafts'
import { TTL_RANGE } from '../../../../worker/contract/template-lint'
import { Choices } from '../../../components/choice'
import { SelectField, TextField } from '../../../components/field'
import { formatNumber } from '../../../lib/format'
import { m } from '../../../paraglide/messages.js'
import { present, useConnections } from '../../meta/connections'
import { categoryName } from '../status'
import { wholeNumber } from './code-fields'
import type { Writing } from './draft'
import { Notes } from './notes'
import { problemsOf } from './problems'
import { convertFormat } from './text-tools'

const CATEGORY_HINTS: Record<TemplateCategory, () => string> = {
  UTILITY: m.templates_editor_utility_hint,
  MARKETING: m.templates_editor_marketing_hint,
  AUTHENTICATION: m.templates_editor_authentication_hint,
}

/** What all languages of a template share. */
export function Settings({ writing }: { writing: Writing }) {
  const view = writing.view.value
  const { name, category, isEdit, isCategoryFixed } = view
  return (
    <div class="stack close">
      {isEdit ? (
        <p class="sm muted">{m.templates_editor_name_fixed()}</p>
      ) : (
        <TextField
          label={m.templates_editor_name()}
          hint={m.templates_editor_name_hint()}
          dir="ltr"
          autocapitalize="none"
          spellcheck={false}
          value={name}
          error={problemsOf(writing, null, 'name', name).error}
          maxLength={600}
          onInput={(event) => writing.change({ name: asName(event.currentTarget.value) })}
        />
      )}
      {isCategoryFixed ? (
        <p class="sm muted">
          {m.templates_editor_category_fixed({ category: categoryName(category) })}
        </p>
      ) : (
        <Choices
          legend={m.templates_category()}
          name="category"
          choices={TEMPLATE_CATEGORIES.map((one) => ({
            value: one,
            label: categoryName(one),
            hint: CATEGORY_HINTS[one](),
          }))}
          value={category}
          onChange={(next) => writing.change({ category: next, ttlSeconds: null })}
        />
      )}
      <CategoryNotes writing={writing} />
      <Account writing={writing} />
      <details class="editor-more">
        <summary>{m.templates_editor_more()}</summary>
        <div class="stack close">
          {category !== 'AUTHENTICATION' && !isEdit && <Format writing={writing} />}
          {category !== 'MARKETING' && <Time writing={writing} />}
        </div>
      </details>
    </div>
  )
}

/** Spaces and capitals are what people type first; Meta takes neither. */
const asName = (typed: string) => typed.toLowerCase().replace(/[\s-]+/g, '_')

/** The category is one for all languages, whichever of them gives it away. */
function CategoryNotes({ writing }: { writing: Writing }) {
  const notes = writing.view.value.versions.flatMap(
    (_, at) => problemsOf(writing, at, 'category').notes,
  )
  const once = notes.filter((note, at) => notes.findIndex(({ text }) => text === note.text) === at)
  return <Notes notes={once} />
}

function Account({ writing }: { writing: Writing }) {
  const { data } = useConnections()
  const { connectionId, isEdit } = writing.view.value
  const choices = present(data?.items ?? [])
  if (choices.length < 2 || isEdit) return null
  return (
    <SelectField
      label={m.templates_editor_account()}
      options={[
        { value: '', text: m.templates_editor_account_none() },
        ...choices.map((one) => ({ value: one.id, text: one.name })),
      ]}
      value={connectionId ?? ''}
      onChange={(id) => writing.change({ connectionId: id || null })}
    />
  )
}

function Format({ writing }: { writing: Writing }) {
  const { parameterFormat, versions } = writing.view.value
  return (
    <Choices
      legend={m.templates_editor_format()}
      name="format"
      look="segmented"
      choices={[
        { value: 'NAMED', label: m.templates_editor_format_named() },
        { value: 'POSITIONAL', label: m.templates_editor_format_positional() },
      ]}
      value={parameterFormat}
      onChange={(next) =>
        writing.change({ parameterFormat: next, versions: convertFormat(versions, next) })
      }
    />
  )
}

function Time({ writing }: { writing: Writing }) {
  const { ttlSeconds, category } = writing.view.value
  const [least, most] = TTL_RANGE[category]
  return (
    <TextField
      label={m.templates_editor_time()}
      hint={m.templates_editor_time_hint({ least: formatNumber(least), most: formatNumber(most) })}
      isOptional
      inputMode="numeric"
      dir="ltr"
      value={ttlSeconds === null ? '' : String(ttlSeconds)}
      error={problemsOf(writing, null, 'ttlSeconds').error}
      maxLength={8}
      onInput={(event) => writing.change({ ttlSeconds: wholeNumber(event.currentTarget.value) })}
    />
  )
}
