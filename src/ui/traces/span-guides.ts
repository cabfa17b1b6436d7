import { pythonString } from '../parts/python-string.ts';

/** One way for spans to come: code that runs as it stands. */
interface SpanGuide {
  id: 'openai' | 'langchain' | 'llamaIndex' | 'python' | 'javascript' | 'environment';
  /** What has to be there first. */
  install: string;
  code: string;
}

/** Where exporters send to; `grpc` is null when gRPC is not taken. */
export interface CollectorAddress {
  http: string;
  grpc: string | null;
  isOpen: boolean;
}

const SDK = 'opentelemetry-sdk opentelemetry-exporter-otlp-proto-http';
const REGISTER = 'import jupyterlab_phoenix as px\npx.register()\n';
const QUESTION = pythonString('When do owls hunt?');

/** Guides for a collector; those that need its address alone are left out when it asks for a token, which `register()` knows. */
export function writeGuides(collector: CollectorAddress | undefined): SpanGuide[] {
  const guides: SpanGuide[] = [
    {
      id: 'openai',
      install: `%pip install openai openinference-instrumentation-openai ${SDK}`,
      code: `${REGISTER}
from openai import OpenAI
messages = [{"role": "user", "content": ${QUESTION}}]
OpenAI().chat.completions.create(model="gpt-4o-mini", messages=messages)`
    },
    {
      id: 'langchain',
      install: `%pip install langchain-openai openinference-instrumentation-langchain ${SDK}`,
      code: `${REGISTER}
from langchain_openai import ChatOpenAI
ChatOpenAI(model="gpt-4o-mini").invoke(${QUESTION})`
    },
    {
      id: 'llamaIndex',
      install: `%pip install llama-index-llms-openai openinference-instrumentation-llama-index ${SDK}`,
      code: `${REGISTER}
from llama_index.llms.openai import OpenAI
OpenAI(model="gpt-4o-mini").complete(${QUESTION})`
    },
    {
      id: 'python',
      install: `%pip install ${SDK}`,
      code: `${REGISTER}
from opentelemetry import trace
tracer = trace.get_tracer("shop")
with tracer.start_as_current_span("answer") as span:
    span.set_attribute("openinference.span.kind", "CHAIN")
    span.set_attribute("input.value", ${QUESTION})`
    }
  ];
  return collector?.isOpen === true
    ? [...guides, writeJavaScript(collector.http), writeEnvironment(collector)]
    : guides;
}

function writeJavaScript(http: string): SpanGuide {
  return {
    id: 'javascript',
    install:
      'npm install @opentelemetry/api @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto',
    code: `import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const exporter = new OTLPTraceExporter({ url: ${pythonString(http)} });
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
provider.register();

const attributes = { 'openinference.span.kind': 'CHAIN', 'input.value': 'When do owls hunt?' };
trace.getTracer('shop').startSpan('answer', { attributes }).end();
await provider.forceFlush();`
  };
}

function writeEnvironment({ http, grpc }: CollectorAddress): SpanGuide {
  const overGrpc =
    grpc === null
      ? ''
      : `\n# or, over gRPC\nexport OTEL_EXPORTER_OTLP_PROTOCOL=grpc\nexport OTEL_EXPORTER_OTLP_ENDPOINT=${grpc}`;
  return {
    id: 'environment',
    install: '',
    code: `export OTEL_SERVICE_NAME=shop
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_ENDPOINT=${http.replace(/\/v1\/traces$/, '')}${overGrpc}`
  };
}
