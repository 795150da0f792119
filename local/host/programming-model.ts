import type { TypedData } from './typed-data.ts';

/** What the real @azure/functions package and the host say to each other, as far as this host speaks it. */
export interface ProgrammingModel {
  readonly name: string;
  getInvocationModel(core: CoreInvocationContext): InvocationModel;
}

interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ readonly returnValue?: TypedData | null | undefined }>;
}

export type FunctionCallback = (...inputs: unknown[]) => unknown;
export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: FunctionMetadata;
  readonly state: 'invocation';
  log(level: LogLevel, category: string, message: string): void;
}

interface InvocationRequest {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
}

/** A binding as the app registered it; the fields beside the first three depend on the type. */
export interface Binding {
  readonly type: string;
  readonly name: string;
  readonly direction: string;
  readonly [option: string]: unknown;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}
