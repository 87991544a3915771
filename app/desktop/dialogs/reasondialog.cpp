#include "app/desktop/dialogs/reasondialog.h"

#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace wick::desktop {

ReasonDialog::ReasonDialog(const QString& title,
                           const QString& sentence,
                           const QString& act,
                           QWidget* parent)
    : QDialog(parent)
    , m_reason(new QLineEdit{this})
    , m_act(new QPushButton{act, this})
{
    setWindowTitle(title);
    setWindowModality(Qt::WindowModal);
    auto* words = new RoleLabel{sentence, TypeRole::Body, Tone::Primary, this};
    words->setWordWrap(true);
    m_reason->setPlaceholderText(tr("Reason, required"));
    m_reason->setAccessibleName(tr("Reason"));
    m_act->setEnabled(false);
    m_act->setAutoDefault(false);
    m_act->setToolTip(tr("A reason is required"));
    auto* keep = new QPushButton{tr("Keep the halt"), this};
    keep->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_act);
    row->addWidget(keep);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace16, kSpace16, kSpace16, kSpace16);
    column->setSpacing(kSpace12);
    column->addWidget(words);
    column->addWidget(m_reason);
    column->addLayout(row);
    setMinimumWidth(420);
    connect(m_reason, &QLineEdit::textChanged, this, [this] {
        m_act->setEnabled(!reason().isEmpty());
        m_act->setToolTip({});
    });
    connect(m_act, &QPushButton::clicked, this, &QDialog::accept);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    m_reason->setFocus();
}

QString ReasonDialog::reason() const
{
    return m_reason->text().trimmed();
}

} // namespace wick::desktop
