import type { OrderOperator } from '../values/compare.ts';
import type { BinaryOperator, Value } from '../values/types.ts';

/** Where a node stands in its template's text: half-open UTF-16 offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Arguments {
  readonly positional: readonly ExpressionNode[];
  readonly keyword: readonly (readonly [string, ExpressionNode])[];
  readonly rest: ExpressionNode | undefined;
  readonly keywordRest: ExpressionNode | undefined;
}

export type CompareOperator = OrderOperator | '==' | '!=' | 'in' | 'not in';

export type ExpressionNode = Place &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'tuple'; readonly items: readonly ExpressionNode[] }
    | { readonly kind: 'list'; readonly items: readonly ExpressionNode[] }
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [ExpressionNode, ExpressionNode])[] }
    | { readonly kind: 'unary'; readonly operator: '+' | '-' | 'not'; readonly operand: ExpressionNode }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
      }
    | {
        readonly kind: 'logical';
        readonly operator: 'and' | 'or';
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
      }
    | {
        readonly kind: 'compare';
        readonly first: ExpressionNode;
        readonly rest: readonly { readonly operator: CompareOperator; readonly operand: ExpressionNode }[];
      }
    | { readonly kind: 'concat'; readonly items: readonly ExpressionNode[] }
    | {
        readonly kind: 'conditional';
        readonly test: ExpressionNode;
        readonly consequent: ExpressionNode;
        readonly otherwise: ExpressionNode | undefined;
      }
    | { readonly kind: 'attribute'; readonly object: ExpressionNode; readonly name: string }
    | { readonly kind: 'item'; readonly object: ExpressionNode; readonly key: ExpressionNode }
    | {
        readonly kind: 'slice';
        readonly object: ExpressionNode;
        readonly from: ExpressionNode | undefined;
        readonly to: ExpressionNode | undefined;
        readonly step: ExpressionNode | undefined;
      }
    | { readonly kind: 'call'; readonly callee: ExpressionNode; readonly args: Arguments }
    | FilterNode
    | {
        readonly kind: 'test';
        readonly operand: ExpressionNode;
        readonly name: string;
        readonly args: Arguments;
        readonly isNegated: boolean;
      }
  );

export type FilterNode = Place & {
  readonly kind: 'filter';
  /** undefined: the text of the filter block or block set that it ends. */
  readonly operand: ExpressionNode | undefined;
  readonly name: string;
  readonly args: Arguments;
};

export type TargetNode = Place &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'tuple'; readonly items: readonly TargetNode[] }
    | { readonly kind: 'namespace'; readonly name: string; readonly attribute: string }
  );

export interface MacroSignature {
  readonly parameters: readonly { readonly name: string; readonly fallback: ExpressionNode | undefined }[];
  readonly body: Body;
}

export type Body = readonly StatementNode[];

export type StatementNode = Place &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'output'; readonly expression: ExpressionNode }
    | ForNode
    | {
        readonly kind: 'if';
        readonly branches: readonly { readonly test: ExpressionNode; readonly body: Body }[];
        readonly otherwise: Body;
      }
    | { readonly kind: 'set'; readonly target: TargetNode; readonly value: ExpressionNode }
    | {
        readonly kind: 'set-block';
        readonly target: TargetNode;
        readonly filter: FilterNode | undefined;
        readonly body: Body;
      }
    | { readonly kind: 'macro'; readonly name: string; readonly signature: MacroSignature }
    | { readonly kind: 'call-block'; readonly call: ExpressionNode; readonly signature: MacroSignature }
    | { readonly kind: 'filter-block'; readonly filter: FilterNode; readonly body: Body }
    | {
        readonly kind: 'with';
        readonly bindings: readonly (readonly [TargetNode, ExpressionNode])[];
        readonly body: Body;
      }
    | { readonly kind: 'autoescape'; readonly value: ExpressionNode; readonly body: Body }
    | BlockNode
    | { readonly kind: 'extends'; readonly template: ExpressionNode }
    | {
        readonly kind: 'include';
        readonly template: ExpressionNode;
        readonly ignoreMissing: boolean;
        readonly withContext: boolean;
      }
    | {
        readonly kind: 'import';
        readonly template: ExpressionNode;
        readonly target: string;
        readonly withContext: boolean;
      }
    | {
        readonly kind: 'from-import';
        readonly template: ExpressionNode;
        readonly names: readonly (readonly [string, string])[];
        readonly withContext: boolean;
      }
    | { readonly kind: 'do'; readonly expression: ExpressionNode }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
  );

export type ForNode = Place & {
  readonly kind: 'for';
  readonly target: TargetNode;
  readonly iterable: ExpressionNode;
  readonly test: ExpressionNode | undefined;
  readonly isRecursive: boolean;
  readonly body: Body;
  readonly otherwise: Body;
};

export type BlockNode = Place & {
  readonly kind: 'block';
  readonly name: string;
  readonly isScoped: boolean;
  readonly isRequired: boolean;
  readonly body: Body;
};

export interface TemplateNode {
  readonly body: Body;
  readonly blocks: ReadonlyMap<string, BlockNode>;
}
