#include "app/desktop/dialogs/stopmovedialog.h"

#include "app/desktop/adapters/stopmoves.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace wick::desktop {

StopMoveDialog::StopMoveDialog(const StopMove& move, QWidget* parent)
    : QDialog(parent)
{
    const bool possible = move.objection.isEmpty();
    setWindowTitle(tr("Move stop"));
    setWindowModality(Qt::WindowModal);
    auto* title = new RoleLabel{move.title, TypeRole::Title, Tone::Primary, this};
    title->setWordWrap(true);
    auto* sentence = new RoleLabel{possible ? move.meaning : move.objection, TypeRole::Body,
                                   Tone::Secondary, this};
    sentence->setWordWrap(true);
    auto* send = new QPushButton{tr("Move stop"), this};
    auto* keep = new QPushButton{tr("Leave it"), this};
    send->setObjectName(QStringLiteral("send"));
    send->setAutoDefault(false);
    send->setVisible(possible);
    keep->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(send);
    row->addWidget(keep);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace16, kSpace16, kSpace16, kSpace16);
    column->setSpacing(kSpace12);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addLayout(row);
    setMinimumWidth(440);
    connect(send, &QPushButton::clicked, this, &QDialog::accept);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    keep->setFocus();
}

} // namespace wick::desktop
