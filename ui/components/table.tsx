import { ArrowDown, ArrowUp } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { m } from '../paraglide/messages.js'
import { Icon } from './icon'
import './page-parts.css'
import { ScrollRegion } from './scroll-region'
import './table.css'

export type Sort = { key: string; isDescending: boolean }

export type Column<Row> = {
  key: string
  header: ComponentChildren
  cell: (row: Row) => ComponentChildren
  /** Digits: aligned by units in both languages. */
  isNumeric?: boolean
  isSortable?: boolean
  /** Names the row for screen readers; usually the first column. */
  isRowHeader?: boolean
}

type Selection = {
  chosen: ReadonlySet<string>
  onToggle: (key: string, isChosen: boolean) => void
  onToggleAll: (isChosen: boolean) => void
}

type Props<Row> = {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Names a row in its checkbox. */
  rowName?: (row: Row) => string
  sort?: Sort
  onSort?: (sort: Sort) => void
  selection?: Selection
  /** The same row on a phone, where a table would be squeezed. */
  card?: (row: Row) => ComponentChildren
}

/** A real table in a region of its own that can be scrolled sideways with the keyboard. */
export function Table<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, card, selection } = props
  return (
    <div class={card ? 'has-cards' : ''}>
      <ScrollRegion label={caption}>
        <table class="table">
          <caption class="vh">{caption}</caption>
          <thead>
            <tr>
              {selection && <SelectAll rows={rows} rowKey={rowKey} selection={selection} />}
              {columns.map((column) => (
                <Header key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={rowKey(row)} row={row} {...props} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {card && (
        <ul class="cards phone-cards" aria-label={caption}>
          {rows.map((row) => (
            <li key={rowKey(row)} class={selection?.chosen.has(rowKey(row)) ? 'on' : ''}>
              {card(row)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function TableRow<Row>({ row, columns, rowKey, rowName, selection }: Props<Row> & { row: Row }) {
  const key = rowKey(row)
  const isChosen = selection?.chosen.has(key)
  return (
    <tr aria-selected={selection ? isChosen : undefined}>
      {selection && (
        <td class="cb">
          <input
            type="checkbox"
            class="check"
            checked={isChosen ?? false}
            aria-label={m.common_select_row({ name: rowName?.(row) ?? key })}
            onChange={(event) => selection.onToggle(key, event.currentTarget.checked)}
          />
        </td>
      )}
      {columns.map((column) =>
        column.isRowHeader ? (
          <th key={column.key} scope="row">
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.key} class={column.isNumeric ? 'end num' : ''}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}

function SelectAll<Row>(props: {
  rows: Row[]
  rowKey: (row: Row) => string
  selection: Selection
}) {
  const { rows, rowKey, selection } = props
  const count = rows.filter((row) => selection.chosen.has(rowKey(row))).length
  const isAll = rows.length > 0 && count === rows.length
  return (
    <th scope="col" class="cb">
      <input
        type="checkbox"
        class="check"
        aria-label={m.common_select_page()}
        checked={isAll}
        indeterminate={count > 0 && !isAll}
        onChange={(event) => selection.onToggleAll(event.currentTarget.checked)}
      />
    </th>
  )
}

type HeaderProps<Row> = {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

function Header<Row>({ column, sort, onSort }: HeaderProps<Row>) {
  const isSorted = sort?.key === column.key
  const isDescending = isSorted && sort.isDescending
  const ariaSort = isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'
  const className = column.isNumeric ? 'end' : ''
  if (!column.isSortable || !onSort) {
    return (
      <th scope="col" class={className}>
        {column.header}
      </th>
    )
  }
  return (
    <th scope="col" class={className} aria-sort={ariaSort}>
      <button
        type="button"
        onClick={() => onSort({ key: column.key, isDescending: isSorted && !isDescending })}
      >
        {column.header}
        {isSorted && <Icon of={isDescending ? ArrowDown : ArrowUp} size="xs" />}
      </button>
    </th>
  )
}
