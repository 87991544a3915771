#include "app/desktop/dialogs/notedialog.h"

#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace wick::desktop {

NoteDialog::NoteDialog(const QString& title, const io::TradeNote& note, QWidget* parent)
    : QDialog(parent)
    , m_tags(new QLineEdit{note.tags, this})
    , m_note(new QPlainTextEdit{note.note, this})
{
    setWindowTitle(title);
    setWindowModality(Qt::WindowModal);
    m_tags->setPlaceholderText(tr("late news target-too-far"));
    m_tags->setAccessibleName(tr("Tags, with spaces between them"));
    m_tags->setMaxLength(200);
    m_note->setPlaceholderText(tr("What was seen, what was right, what was not"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setTabChangesFocus(true);
    auto* keep = new QPushButton{tr("Keep as it was"), this};
    auto* save = new QPushButton{tr("Save note"), this};
    save->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(keep);
    buttons->addWidget(save);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace16, kSpace16, kSpace16, kSpace16);
    column->setSpacing(kSpace8);
    column->addWidget(new RoleLabel{tr("Tags"), TypeRole::Small, Tone::Secondary, this});
    column->addWidget(m_tags);
    column->addWidget(new RoleLabel{tr("Note"), TypeRole::Small, Tone::Secondary, this});
    column->addWidget(m_note, 1);
    column->addLayout(buttons);
    resize(460, 280);
    connect(save, &QPushButton::clicked, this, &QDialog::accept);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    m_tags->setFocus();
}

io::TradeNote NoteDialog::note() const
{
    return {m_tags->text().simplified(), m_note->toPlainText().trimmed()};
}

} // namespace wick::desktop
