#include "app/desktop/dialogs/closedialog.h"

#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace wick::desktop {

QString describe(const RunningFacts& facts)
{
    QStringList parts;
    if (facts.engines > 0) {
        parts.append(facts.engines == 1 ? CloseDialog::tr("1 engine runs")
                                        : CloseDialog::tr("%1 engines run").arg(facts.engines));
    }
    if (facts.positions > 0) {
        parts.append(facts.positions == 1
                         ? CloseDialog::tr("1 position is open")
                         : CloseDialog::tr("%1 positions are open").arg(facts.positions));
    }
    if (facts.backtest) {
        parts.append(CloseDialog::tr("a backtest runs"));
    }
    return CloseDialog::tr("Now: %1.").arg(parts.join(QStringLiteral(", ")));
}

CloseDialog::CloseDialog(const RunningFacts& facts, bool canKeepRunning, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Close Wick"));
    setWindowModality(Qt::WindowModal);
    auto* title = new RoleLabel{describe(facts), TypeRole::Title, Tone::Primary, this};
    QString meaning = facts.backtest ? tr("Closing cancels the backtest. ") : QString{};
    if (facts.engines > 0) {
        meaning += facts.positions > 0
                       ? tr("Closing stops the engines. Open positions keep their stops at the "
                            "venue and are taken up again at the next start.")
                       : tr("Closing stops the engines.");
    }
    auto* sentence = new RoleLabel{meaning, TypeRole::Body, Tone::Secondary, this};
    sentence->setWordWrap(true);
    auto* stop = new QPushButton{tr("Stop and close"), this};
    auto* keep = new QPushButton{tr("Keep running in the tray"), this};
    auto* stay = new QPushButton{tr("Stay"), this};
    stop->setAutoDefault(false);
    keep->setAutoDefault(false);
    keep->setVisible(canKeepRunning);
    stay->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(stop);
    row->addWidget(keep);
    row->addWidget(stay);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace16, kSpace16, kSpace16, kSpace16);
    column->setSpacing(kSpace12);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addLayout(row);
    setMinimumWidth(440);
    connect(stop, &QPushButton::clicked, this, [this] {
        m_choice = CloseChoice::StopAndClose;
        accept();
    });
    connect(keep, &QPushButton::clicked, this, [this] {
        m_choice = CloseChoice::KeepRunning;
        accept();
    });
    connect(stay, &QPushButton::clicked, this, &QDialog::reject);
    stay->setFocus();
}

} // namespace wick::desktop
