import { type LucideIcon, TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useCurrentInView } from '../lib/current-in-view'
import { Icon } from './icon'
import './page-parts.css'

type SectionProps = {
  title: ComponentChildren
  /** Beside the heading, at the end of its line. */
  aside?: ComponentChildren
  level?: 2 | 3
  children: ComponentChildren
}

export function Section({ title, aside, level = 2, children }: SectionProps) {
  const Heading = `h${level}` as const
  return (
    <section class="sec">
      <header>
        <Heading>{title}</Heading>
        {aside && <div class="aside sm muted">{aside}</div>}
      </header>
      {children}
    </section>
  )
}

export type Tab = { key: string; label: string; href: string; count?: string | undefined }

/** Parts of one page, each with its own address. */
export function Tabs(props: { label: string; tabs: Tab[]; current: string }) {
  const { label, tabs, current } = props
  return (
    <nav ref={useCurrentInView(current)} class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.key} href={tab.href} aria-current={tab.key === current ? 'page' : undefined}>
          {tab.label}
          {tab.count !== undefined && <span class="num">{tab.count}</span>}
        </a>
      ))}
    </nav>
  )
}

type BannerProps = {
  tone?: 'warn' | 'danger' | 'info'
  icon?: LucideIcon
  children: ComponentChildren
  action?: ComponentChildren
  /** Inside the page instead of across it. */
  isInset?: boolean
}

export const Banner = ({ tone = 'warn', icon, children, action, isInset }: BannerProps) => (
  <div class={`banner ${tone} ${isInset ? 'inset' : ''}`} role="status">
    <Icon of={icon ?? TriangleAlert} size="sm" />
    <span>{children}</span>
    {action && <span class="banner-act">{action}</span>}
  </div>
)

export type Fact = {
  key: string
  label: ComponentChildren
  value: ComponentChildren
  isTotal?: boolean
}

/** Labels and values that lie on the page without a box. */
export const Facts = ({ facts, isMoney }: { facts: Fact[]; isMoney?: boolean }) => (
  <dl class={`dl ${isMoney ? 'money' : ''}`}>
    {facts.map((fact) => (
      <div key={fact.key} class={fact.isTotal ? 'total' : ''}>
        <dt>{fact.label}</dt>
        <dd>{fact.value}</dd>
      </div>
    ))}
  </dl>
)
