import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, queryAll, state } from 'lit/decorators.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { ActionEvent, drafts } from '../host';
import { wishOf } from '../logic/editingKeys';
import { flawsOf } from '../logic/probeFlaw';
import { tellFlaw } from './flawedField';
import { sharedStyles } from './sharedStyles';

/** More are not readable side by side. */
const most = 12;

/** The probes as text fields; fires `close` when the person is done. */
@customElement('cloze-probe-editor')
export class ProbeEditor extends LitElement {
  @property({ attribute: false }) probes: readonly string[] = [];

  /** What stands in the fields once the person has begun to write; no snapshot overwrites it. */
  @state() private written = drafts.kept;
  /** Whether to say what is wrong: not before the first attempt to save. */
  @state() private checked = false;

  @queryAll('vscode-textfield') private readonly fields!: NodeListOf<VscodeTextfield>;

  static override styles = [
    sharedStyles,
    css`
      .field {
        display: flex;
        align-items: center;
        gap: 4px;
      }

      vscode-textfield {
        flex: 1;
        width: 0;
      }

      .flaw {
        color: var(--vscode-errorForeground);
      }
    `,
  ];

  /** Not where the page alone has come back: the person may be writing elsewhere. */
  protected override firstUpdated(): void {
    if (!this.written) void this.focusField(0);
  }

  protected override updated(): void {
    const { flaws } = this;
    this.fields.forEach((field, index) => void tellFlaw(field, flaws[index]));
  }

  override render() {
    const { current, flaws } = this;
    return html`
      <div class="stack">
        <p class="muted small">
          ${l10n.t('Write one [MASK] for each hidden character, for example: {0}', '三国人物[MASK][MASK][MASK]')}
        </p>
        <ul class="stack">
          ${current.map((draft, index) => this.field(draft, index, flaws[index]))}
        </ul>
        <div class="buttons">
          <vscode-button icon="check" @click=${this.save}>${l10n.t('Save')}</vscode-button>
          <vscode-button secondary icon="add" ?disabled=${current.length >= most} @click=${this.add}
            >${l10n.t('Add a Sentence')}</vscode-button
          >
          <vscode-button secondary @click=${this.close}>${l10n.t('Cancel')}</vscode-button>
        </div>
      </div>
    `;
  }

  private field(draft: string, index: number, flaw: string | undefined) {
    const name = l10n.t('Sentence {0}', index + 1);
    return html`<li>
      <div class="field">
        <vscode-textfield
          .label=${name}
          maxlength="500"
          .value=${draft}
          ?invalid=${flaw !== undefined}
          @input=${(event: Event & { currentTarget: VscodeTextfield }) => {
            this.write(this.current.with(index, event.currentTarget.value));
          }}
          @keydown=${(event: KeyboardEvent) => {
            const wish = wishOf(event);
            if (wish === 'save') void this.save();
            if (wish === 'cancel') this.close();
          }}
        ></vscode-textfield>
        <vscode-toolbar-button
          icon="trash"
          label=${l10n.t('Remove sentence {0}', index + 1)}
          title=${l10n.t('Remove')}
          @click=${() => this.removeSentence(index)}
        ></vscode-toolbar-button>
      </div>
      ${flaw === undefined ? nothing : html`<p class="flaw small" role="alert">${l10n.t('{0}: {1}', name, flaw)}</p>`}
    </li>`;
  }

  /** At least one, to write in. */
  private get current(): readonly string[] {
    const sentences = this.written ?? this.probes;
    return sentences.length > 0 ? sentences : [''];
  }

  private get flaws(): readonly (string | undefined)[] {
    return this.checked ? flawsOf(this.current) : [];
  }

  private write(sentences: readonly string[]): void {
    this.written = sentences;
    drafts.keep(sentences);
  }

  /** The focus goes to the next sentence, as the button that had it may be gone. */
  private async removeSentence(index: number): Promise<void> {
    this.write(this.current.toSpliced(index, 1));
    await this.updateComplete;
    await this.focusField(Math.min(index, this.current.length - 1));
  }

  private readonly add = async (): Promise<void> => {
    this.write([...this.current, '']);
    await this.updateComplete;
    await this.focusField(-1);
  };

  /** @param index counted from the end where negative. */
  private async focusField(index: number): Promise<void> {
    const field = [...this.fields].at(index);
    await field?.updateComplete;
    field?.focus();
  }

  /** The focus goes to the first sentence that cannot be filled. */
  private readonly save = async (): Promise<void> => {
    this.checked = true;
    const flawed = this.flaws.findIndex((flaw) => flaw !== undefined);
    if (flawed >= 0) {
      await this.updateComplete;
      await this.focusField(flawed);
      return;
    }
    const probes = this.current.map((draft) => draft.trim()).filter((draft) => draft !== '');
    this.dispatchEvent(new ActionEvent({ type: 'editProbes', probes }));
    this.close();
  };

  private readonly close = (): void => {
    drafts.forget();
    this.dispatchEvent(new Event('close'));
  };
}
