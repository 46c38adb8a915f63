/** `-o go-template` (staging/src/k8s.io/cli-runtime/pkg/printers/template.go). */
import { goQuote, goValue } from '../../../go-text.ts';
import { UsageError } from '../../outcome.ts';
import { compactJson } from '../json.ts';
import { PrintError } from '../print-error.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { parseTemplate, type Template, TemplateError } from './parser.ts';
import { RunError, runTemplate } from './run.ts';

export interface GoTemplateOptions {
  /** A key that is not there is an error: `--allow-missing-template-keys=false`. */
  isStrict?: boolean;
}

/** Prints objects by a Go template. @throws {UsageError} if it cannot be read. */
export function goTemplatePrinter(text: string, options: GoTemplateOptions = {}): (value: unknown) => string {
  let template: Template;
  try {
    template = parseTemplate(text, FUNCTION_NAMES);
  } catch (error) {
    throw error instanceof TemplateError ? new UsageError(`error parsing template ${text}, ${error.message}\n`) : error;
  }
  return (value) => {
    try {
      return runTemplate(template, value, options);
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      const help = `\ttemplate was:\n\t\t${text}\n\traw data was:\n\t\t${compactJson(value)}\n\tobject given to template engine was:\n\t\t${goValue(value)}\n\n`;
      throw new PrintError(
        `error executing template ${goQuote(text)}: ${error.message}`,
        `${error.printed}Error executing template: ${error.message}. Printing more information for debugging the template:\n${help}`,
      );
    }
  };
}
