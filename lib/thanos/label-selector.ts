// Label selectors of Kubernetes objects: budgets, monitors, network policies.
import { isJsonObject, type Json } from '../manifest/types.ts'
import { objects, stringsAt } from './pod.ts'

/** Whether labels fit a LabelSelector (matchLabels and matchExpressions). An empty selector fits all. Source: Kubernetes API, LabelSelector. */
export function fits(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (!isJsonObject(selector)) return false
  const isMatch = Object.entries(stringsAt(selector, '/matchLabels')).every(([key, value]) => labels[key] === value)
  return isMatch && objects(selector.matchExpressions).every(({ key, operator, values }) => {
    const value = typeof key === 'string' ? labels[key] : undefined
    const listed = Array.isArray(values) ? values : []
    switch (operator) {
      case 'In': return value !== undefined && listed.includes(value)
      case 'NotIn': return value === undefined || !listed.includes(value)
      case 'Exists': return value !== undefined
      case 'DoesNotExist': return value === undefined
      default: return false
    }
  })
}
