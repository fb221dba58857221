import * as z from 'zod/mini'
import * as contract from './index.ts'
import {
  eventData,
  everywhere,
  type ProblemCode,
  problemStatus,
  type Route,
  type RouteName,
  routes,
  statusOf,
} from './index.ts'
import { summaries } from './summaries.ts'
import { momentText } from './wire.ts'

/** What a document says of the server it is for. */
export interface OpenApiOptions {
  readonly version: string
  /** Where the server is; default: where the document came from. */
  readonly url?: string
}

/** An object as JSON has it. */
export type Json = { readonly [key: string]: unknown }

/** The schemas that have a name of their own in the document. */
const named = Object.entries(contract).flatMap(([name, schema]): [string, z.ZodMiniType][] =>
  schema instanceof z.ZodMiniType && /^[A-Z]/.test(name) ? [[name, schema]] : [],
)

/** The contract as an OpenAPI 3.1 document. */
export function openApi({ version, url = '/' }: OpenApiOptions): Json {
  const schemas = createSchemas()
  const paths: Record<string, Record<string, Json>> = {}
  for (const [name, route] of Object.entries(routes)) {
    // the entries of an object have the types of its values, and names that the compiler forgets
    const operation = operationOf(name as RouteName, route, schemas.of)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation }
  }
  for (const [, schema] of named) schemas.of(schema)
  schemas.add('EventOf', { oneOf: Object.entries(eventData).map(([type, data]) => eventOf(type, schemas.of(data))) })
  return {
    openapi: '3.1.1',
    info: { title: 'Offhook', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url }],
    tags: [...new Set(Object.values(routes).map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

/** Turns schemas into JSON Schema, with those that have a name in one place. */
function createSchemas() {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of named) registry.add(schema, { id })
  const components: Record<string, unknown> = {}
  return {
    of(schema: z.ZodMiniType): Json {
      const {
        $schema: _,
        $defs = {},
        ...own
      } = z.toJSONSchema(schema, {
        ...{ io: 'input', metadata: registry, reused: 'inline' },
        override: refine,
      })
      for (const [name, one] of Object.entries($defs)) components[name] ??= withRefs(one)
      return withRefs(own)
    },
    add(name: string, schema: Json) {
      components[name] = schema
    },
    all: () => Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** What JSON Schema has a better word for. */
function refine({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType
  jsonSchema: z.core.JSONSchema.BaseSchema
}): void {
  if (zodSchema === momentText) Object.assign(jsonSchema, { format: 'date-time' })
  if (jsonSchema.multipleOf === 1) {
    jsonSchema.type = 'integer'
    delete jsonSchema.multipleOf
  }
}

/** A copy whose references point where OpenAPI keeps schemas. */
function withRefs(schema: unknown): Json {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === 'id' && value !== Object(value) && isName(value) ? undefined : value,
  )
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'))
}

const isName = (value: unknown) => named.some(([name]) => name === value)

function operationOf(name: RouteName, route: Route, schemaOf: (schema: z.ZodMiniType) => Json): Json {
  const { auth = 'person', body, bytes } = route
  return {
    operationId: name,
    summary: summaries[name],
    tags: [tagOf(route)],
    ...(auth === 'nobody' ? { security: [] } : { security: [{ session: [] }] }),
    ...(auth === 'admin' ? { description: 'For administrators.' } : {}),
    parameters: [...pathParameters(route), ...queryParameters(route, schemaOf), ...headerParameters(route)],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    ...(bytes && { requestBody: { required: true, content: Object.fromEntries(bytes.map((type) => [type, {}])) } }),
    responses: { ...answerOf(route, schemaOf), ...problemsOf(route, schemaOf) },
  }
}

/** The domain a route belongs to: what stands behind the version in its path, or behind `me`. */
const tagOf = ({ path }: Pick<Route, 'path'>): string => path.replace(/^\/v1\/(me\/(?=.))?/, '').split('/')[0] ?? ''

const pathParameters = ({ path }: Route) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  }))

function queryParameters({ query }: Route, schemaOf: (schema: z.ZodMiniType) => Json) {
  if (query === undefined) return []
  const { properties = {}, required = [] } = schemaOf(query)
  const needed = Array.isArray(required) ? required : []
  return Object.entries(Object(properties)).map(([name, schema]) => ({
    ...{ name, in: 'query', required: needed.includes(name), schema },
  }))
}

const header = (name: string, description: string) => ({
  ...{ name, in: 'header', required: false, description, schema: { type: 'string', maxLength: 255 } },
})

function headerParameters({ idempotent, etag, answers }: Route) {
  return [
    ...(idempotent ? [header('Idempotency-Key', 'The same key gives the first answer again, for 24 hours.')] : []),
    ...(etag === 'write' ? [header('If-Match', 'The ETag of what the change is based on; else 412.')] : []),
    ...(answers === 'text/event-stream' ? [header('Last-Event-ID', 'What follows this event is told.')] : []),
  ]
}

function answerOf(route: Route, schemaOf: (schema: z.ZodMiniType) => Json): Json {
  const { answer, answers, etag, query } = route
  const headers = {
    ...(etag && answer && { ETag: { description: 'The version.', schema: { type: 'string' } } }),
    ...(query && { Link: { description: 'The next page (RFC 8288).', schema: { type: 'string' } } }),
  }
  const content =
    answers === 'text/event-stream'
      ? { [answers]: { schema: { type: 'string', description: 'Each `data` is an EventOf.' } } }
      : answers === 'image/*'
        ? { [answers]: {} }
        : answer && { 'application/json': { schema: schemaOf(answer) } }
  return { [statusOf(route)]: { description: 'All is well.', headers, ...(content && { content }) } }
}

function problemsOf({ auth = 'person', errors = [] }: Route, schemaOf: (schema: z.ZodMiniType) => Json): Json {
  const common = auth === 'nobody' ? everywhere.filter((code) => code !== 'signed-out') : everywhere
  const codes: ProblemCode[] = [
    ...new Set([...common, ...(auth === 'admin' ? (['not-allowed'] as const) : []), ...errors]),
  ]
  const statuses = [...new Set(codes.map((code) => problemStatus[code]))].sort((a, b) => a - b)
  const schema = schemaOf(contract.Problem)
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => problemStatus[code] === status)
      return [status, { description: here.join(', '), content: { 'application/problem+json': { schema } } }]
    }),
  )
}

const eventOf = (type: string, data: Json): Json => ({
  type: 'object',
  required: ['id', 'type', 'time', 'data'],
  properties: {
    id: { type: 'string' },
    type: { const: type },
    time: { type: 'string', format: 'date-time' },
    subject: { type: 'string' },
    etag: { type: 'string' },
    data,
  },
})
