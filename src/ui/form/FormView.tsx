import { type ComponentProps, Fragment, useEffect, useId, useRef, useState } from 'react';
import { newGesture } from '../../store/hand.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { FormSource, Services } from '../../store/services.ts';
import { useApp, useWiring } from '../context.ts';
import { formTexts as words } from '../texts/en-form.ts';
import { type ContainerForm, type Field, type Part, podForm } from './fields.ts';
import styles from './Form.module.css';

type AnswersName = 'httpAnswer' | 'execAnswer';

/** The Pod of the text as labelled fields. Each entry is an edit of the text, which keeps comments and all else. */
export default function FormView() {
  const { services } = useWiring();
  const text = useApp((state) => state.text);
  const [source, setSource] = useState<FormSource | { problem: string }>();
  useEffect(() => {
    let gone = false;
    void services.form(text).then((answer) => {
      if (!gone) setSource(answer);
    });
    return () => {
      gone = true;
    };
  }, [services, text]);
  if (!source) return null;
  if ('problem' in source)
    return (
      <div className={styles.none}>
        <p>{words.none}</p>
        <p>{source.problem}</p>
      </div>
    );
  const form = podForm(source);
  return (
    <form className={styles.form} aria-label={words.label} onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>{words.pod(form.name === '' ? words.nobody : form.name)}</legend>
        <Rows fields={form.fields} base={source.base} />
      </fieldset>
      {form.containers.length === 0 && <p>{words.noContainers}</p>}
      {form.containers.map((container, index) => (
        <ContainerFields key={index} container={container} base={source.base} />
      ))}
    </form>
  );
}

function ContainerFields({ container: { name, isInit, parts }, base }: { container: ContainerForm; base: string }) {
  const shown = name === '' ? words.nobody : name;
  return (
    <fieldset>
      <legend>{isInit ? words.init(shown) : words.container(shown)}</legend>
      {parts.map((part) => (
        <PartFields key={part.name} part={part} base={base} />
      ))}
    </fieldset>
  );
}

function PartFields({ part: { name, fields, isWritten }, base }: { part: Part; base: string }) {
  // What is opened or closed by hand stays so
  const [open, setOpen] = useState(isWritten);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {words.parts[name]}
        {!isWritten && <small>{words.handlers.none}</small>}
      </summary>
      <Rows fields={fields} base={base} />
    </details>
  );
}

function Rows({ fields, base }: { fields: readonly Field[]; base: string }) {
  return (
    <div className={styles.rows}>
      {fields.map((field) => (
        <Row key={`${field.name} ${field.about ?? ''} ${field.path}`} field={field} base={base} />
      ))}
    </div>
  );
}

/** One field: its label, its entry, and what is wrong with it. */
function Row({ field, base }: { field: Field; base: string }) {
  const { store, services } = useWiring();
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const part = useRef(0);
  const complaint = useApp((state) => complaintAt(state.diagnostics, field, base));
  const { name, control, value, edits } = field;
  const label = words.fields[name];
  const apiName = apiNameOf(field, label);
  const wrong = typed === undefined || edits(typed) !== undefined ? complaint : unreadable(field);
  const enter = (now: string) => {
    if (now === value) return;
    const made = edits(now);
    if (made) change(store, services, now.trim() === '' ? words.cleared(label) : words.changed(label, now), made, part.current);
  };
  return (
    <div className={styles.row} data-kind={control.kind}>
      <label htmlFor={id} title={field.path}>
        {label} {apiName !== undefined && <ApiName name={apiName} />}
        {field.about !== undefined && (field.about === '' ? words.everyPath : <code className={styles.about}>{field.about}</code>)}
      </label>
      <span className={styles.entry}>
        <Entry
          field={field}
          shown={typed ?? value}
          type={(now) => {
            setTyped(now);
            // The run follows each step of a number; all of them are one for an undo
            if (control.kind === 'number') enter(now);
          }}
          choose={(now) => {
            part.current = newGesture();
            enter(now);
          }}
          attributes={{
            id,
            'aria-invalid': wrong !== undefined,
            'aria-describedby': wrong === undefined ? undefined : `${id}-wrong`,
            onFocus: () => {
              part.current = newGesture();
            },
            onBlur: () => {
              if (typed !== undefined && control.kind !== 'number') enter(typed);
              setTyped(undefined);
            },
          }}
        />
        {control.kind === 'number' && control.unit && <span aria-hidden="true">{words.seconds}</span>}
      </span>
      {wrong !== undefined && (
        <p id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

interface EntryProps {
  field: Field;
  /** What stands in it: the value of the text, or what was typed since. */
  shown: string;
  type(now: string): void;
  choose(now: string): void;
  /** What every kind of entry has. */
  attributes: Pick<ComponentProps<'input'>, 'id' | 'aria-invalid' | 'aria-describedby'> & { onFocus(): void; onBlur(): void };
}

function Entry({ field, shown, type, choose, attributes }: EntryProps) {
  const { control, value, otherwise } = field;
  if (control.kind === 'choice')
    return (
      <select {...attributes} value={value === '' ? otherwise : value} onChange={(event) => choose(event.target.value)}>
        {control.options.map((option) => (
          <option key={option} value={option}>
            {words.handlers[option as keyof typeof words.handlers] ?? option}
          </option>
        ))}
      </select>
    );
  if (control.kind === 'words')
    return (
      <textarea
        {...attributes}
        rows={Math.max(1, shown.split('\n').length)}
        value={shown}
        readOnly={control.isFixed}
        title={control.isFixed ? words.fixed : words.wordsHint}
        placeholder={words.ofImage}
        spellCheck={false}
        autoCapitalize="off"
        onChange={(event) => type(event.target.value)}
      />
    );
  return (
    <input
      {...attributes}
      type={control.kind === 'number' ? 'number' : 'text'}
      {...(control.kind === 'number' && { min: control.least, max: control.most, step: 1, inputMode: 'numeric' as const })}
      value={shown}
      placeholder={otherwise !== '' ? otherwise : control.kind === 'duration' || control.kind === 'answers' ? words.ofProgram : ''}
      readOnly={control.kind === 'answers' && control.isFixed}
      title={titleOf(field)}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => type(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

/** What to say of an entry that cannot be read. */
function unreadable({ name, control }: Field): string {
  if (control.kind === 'duration') return words.noDuration;
  return control.kind === 'answers' ? words.noAnswers[name as AnswersName] : words.noNumber;
}

/** What an entry may look like. */
function titleOf({ name, control }: Field): string | undefined {
  if (control.kind === 'duration') return words.duration;
  if (control.kind !== 'answers') return undefined;
  return control.isFixed ? words.fixedAnswers : words.answers[name as AnswersName];
}

/** A name of the API, which may be broken between its words. */
function ApiName({ name }: { name: string }) {
  return (
    <code>
      {name.split(/(?=[A-Z])/).map((part) => (
        <Fragment key={part}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </code>
  );
}

/** The name of a field of the Pod, for those who will meet it in YAML; undefined where the label says it. */
function apiNameOf({ document, name, path }: Field, label: string): string | undefined {
  const own = path.slice(path.lastIndexOf('.') + 1);
  const isSaid = label.replaceAll(' ', '').toLowerCase() === own.toLowerCase();
  return document === 'pod' && name !== 'handler' && !isSaid ? own : undefined;
}

/** What the API server, or the reader of the Scenario document, says about a field. */
function complaintAt(
  diagnostics: readonly { severity: string; message: string; path?: string }[],
  { document, path }: Field,
  base: string,
): string | undefined {
  const own = plainPath(document === 'pod' ? `${base}${path}` : path);
  return diagnostics.find(({ severity, path: at }) => severity !== 'info' && at !== undefined && plainPath(at) === own)?.message;
}

/** A path with dots alone: `workloads[app].boot` and `workloads.app.boot` are the same place. */
function plainPath(path: string): string {
  return path.replace(/\[([^\]]*)\]/g, '.$1');
}

let last: Promise<unknown> = Promise.resolve();

/** Makes one edit after another, each in the text that the one before has left. */
function change(store: AppStore, { changes }: Pick<Services, 'changes'>, title: string, edits: ReturnType<Field['edits']>, part: number): void {
  last = last.then(async () => {
    const { text } = store.getState();
    const edited = await changes.preview({ title, edits: edits ?? [] });
    // The text was changed elsewhere in the meantime: that must not be lost
    if (store.getState().text !== text) return;
    if (edited) store.actions.applyChange(title, edited.text, part);
    else store.actions.set({ notice: { kind: 'not-applied', title } });
  });
}
