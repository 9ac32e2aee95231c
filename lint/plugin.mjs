// The project's own lint rules: what oxlint's cannot express because they follow from the folder a file lies in.
import { posix, relative, sep } from 'node:path'
import { FETCH_ZONES, FORBIDDEN_FOLDERS, MAY_IMPORT, OWNERS, PURE_ZONES, zoneOf } from './zones.mjs'

const pathOf = (context) => relative(context.cwd, context.filename).split(sep).join('/')

/** The path that a specifier of ours names, relative to the project; undefined for a package. */
function target(specifier, from) {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  return undefined
}

/** Visits every import and re-export with its specifier and whether it is of types only. */
function importVisitor(visit) {
  const declaration = (node) => {
    if (node.source) visit(node.source, node.source.value, (node.importKind ?? node.exportKind) === 'type')
  }
  return {
    ImportDeclaration: declaration,
    ExportNamedDeclaration: declaration,
    ExportAllDeclaration: declaration,
    ImportExpression(node) {
      if (typeof node.source.value === 'string') visit(node.source, node.source.value, false)
    },
  }
}

const layers = {
  create(context) {
    const path = pathOf(context)
    const zone = zoneOf(path)
    const may = MAY_IMPORT[zone]
    if (!may) return {}
    return importVisitor((node, specifier, isType) => {
      const to = target(specifier, path)
      if (to === undefined) return
      const there = zoneOf(to)
      const isAllowed = there === zone || may.values.includes(there) || isType && may.types?.includes(there)
      const isPrivate = to.startsWith('lib/db/generated/') && zone !== 'db'
      if (!isAllowed || isPrivate) {
        const hint = may.types?.includes(there) ? '; `import type` is allowed' : ''
        context.report({ node, message: `${zone} may not import ${isPrivate ? 'the generated client' : there ?? to}${hint}. See "Who may import whom" in ARCHITECTURE.md.` })
      }
    })
  },
}

const owners = {
  create(context) {
    const zone = zoneOf(pathOf(context))
    if (zone === 'tools' || zone === undefined) return {}
    return importVisitor((node, specifier, isType) => {
      const owner = OWNERS.find(({ packages }) => packages.test(specifier))
      if (!owner || owner.zones.includes(zone) || isType && owner.types) return
      context.report({ node, message: `${specifier} is ${owner.what}; ${zone} may not import it (${owner.zones.join(', ')} may).` })
    })
  },
}

/** `process.env`, however it is spelled. */
const environment = {
  create(context) {
    const path = pathOf(context)
    if (zoneOf(path) === 'tools' || path === 'lib/env.ts' || path.startsWith('lib/testing/')) return {}
    const report = (node) => context.report({ node, message: 'Only lib/env.ts reads process.env; ask env().' })
    return {
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name
        if (node.object.type === 'Identifier' && node.object.name === 'process' && name === 'env') report(node)
      },
      VariableDeclarator(node) {
        const isProcess = node.init?.type === 'Identifier' && node.init.name === 'process'
        if (isProcess && node.id.type === 'ObjectPattern' && node.id.properties.some((property) => property.key?.name === 'env')) report(node)
      },
      ImportDeclaration(node) {
        if (/^(node:)?process$/.test(node.source.value) && node.specifiers.some((specifier) => specifier.imported?.name === 'env')) report(node)
      },
    }
  },
}

const useServer = {
  create(context) {
    const path = pathOf(context)
    if (path.startsWith('lib/actions/')) return {}
    return {
      ExpressionStatement(node) {
        if (node.expression.type === 'Literal' && node.expression.value === 'use server') {
          context.report({ node, message: "'use server' stands in lib/actions only: a write is a command() behind an action." })
        }
      },
    }
  },
}

/** Attributes that are read out or shown. */
const SPOKEN = new Set(['title', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-placeholder', 'aria-valuetext', 'placeholder', 'alt', 'label'])
/** What is written alike in every language: code in an element of its own, and words that only code is written in (`--log.level`, `30d`), and names. */
const CODE_ELEMENTS = new Set(['code', 'pre', 'kbd', 'samp', 'Code', 'style', 'script'])
const NAMES = new Set(['Gauntlet', 'Thanos', 'Kubernetes', 'OIDC', 'YAML', 'ketama', 'hashmod'])
const isWord = (text) => typeof text === 'string' && /\p{L}{2}/u.test(text) && !NAMES.has(text.trim()) && !/^\s*(?=\S*[\d./=-])[a-z0-9./:=_+-]+\s*$/.test(text)

/** Visible text stands in the catalogues, or is a Text beside the code that knows it: whatever stands in JSX is in one language. */
const words = {
  create(context) {
    if (!/^(app|components)\/.*\.tsx$/.test(pathOf(context)) || /\.test\.tsx$/.test(pathOf(context))) return {}
    const report = (node, text) => context.report({ node, message: `"${text.trim().slice(0, 40)}" is shown in one language only: put it into lib/i18n/messages, or make it a Text.` })
    const look = (node) => {
      if (node === null || node === undefined) return
      switch (node.type) {
        case 'Literal': return isWord(node.value) ? report(node, node.value) : undefined
        case 'TemplateLiteral': return node.quasis.forEach((part) => { if (isWord(part.value.cooked)) report(part, part.value.cooked) })
        case 'ConditionalExpression': look(node.consequent); return look(node.alternate)
        case 'LogicalExpression': return look(node.right)
        case 'JSXExpressionContainer': return look(node.expression)
        default: return undefined
      }
    }
    const isCode = (element) => element?.type === 'JSXElement' && CODE_ELEMENTS.has(element.openingElement.name.name)
    return {
      JSXText(node) {
        if (!isCode(node.parent) && isWord(node.value)) report(node, node.value)
      },
      JSXExpressionContainer(node) {
        const { type } = node.parent
        if ((type === 'JSXElement' || type === 'JSXFragment') && !isCode(node.parent)) look(node.expression)
      },
      JSXAttribute(node) {
        if (node.name.type === 'JSXIdentifier' && SPOKEN.has(node.name.name)) look(node.value)
      },
    }
  },
}

const CLOCKS = { Date: ['now'], Math: ['random'], performance: ['now'], crypto: ['randomUUID', 'getRandomValues'] }
const OUTSIDE = new Set(['fetch', 'setTimeout', 'setInterval', 'queueMicrotask'])
const GLOBALS = new Set(['process', 'console', 'window', 'localStorage'])

const pure = {
  create(context) {
    if (!PURE_ZONES.has(zoneOf(pathOf(context)))) return {}
    const report = (node, what) => context.report({ node, message: `Pure code does not use ${what}: take what it needs as a parameter.` })
    return {
      CallExpression({ callee }) {
        if (callee.type === 'Identifier' && OUTSIDE.has(callee.name)) report(callee, `${callee.name}()`)
      },
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) report(node, 'the clock')
      },
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.computed) return
        const { name } = node.object
        if (CLOCKS[name]?.includes(node.property.name)) report(node, `${name}.${node.property.name}`)
        if (GLOBALS.has(name)) report(node, name)
      },
    }
  },
}

const fetchAtTheBorder = {
  create(context) {
    const zone = zoneOf(pathOf(context))
    if (FETCH_ZONES.has(zone) || PURE_ZONES.has(zone)) return {}
    return {
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'fetch') {
          context.report({ node, message: 'fetch() stands in adapters and in lib/queries only.' })
        }
      },
    }
  },
}

/** Not /api/auth: better-auth owns what is below it. */
const PATH_OF_APP = /^\/(stacks|audit|settings|login|setup|api(?!\/auth))(\/|$|\?)/

const paths = {
  create(context) {
    const path = pathOf(context)
    if (zoneOf(path) === 'tools' || path === 'lib/routes.ts' || /^lib\/(kube|thanos-api|sandbox)\//.test(path)) return {}
    const check = (node, text) => {
      if (PATH_OF_APP.test(text)) context.report({ node, message: 'Paths of the app come from lib/routes.ts.' })
    }
    return {
      Literal(node) {
        if (typeof node.value === 'string') check(node, node.value)
      },
      TemplateLiteral(node) {
        check(node, node.quasis[0]?.value.cooked ?? '')
      },
    }
  },
}

const folders = {
  create(context) {
    return {
      Program(node) {
        const name = pathOf(context).split('/').slice(0, -1).find((part) => FORBIDDEN_FOLDERS.has(part))
        if (name) context.report({ node, message: `No folder is named ${name}: a thing lives where its meaning is.` })
      },
    }
  },
}

export default {
  meta: { name: 'gauntlet' },
  rules: { layers, owners, environment, 'use-server': useServer, pure, fetch: fetchAtTheBorder, paths, folders, words },
}
