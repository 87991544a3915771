#include "app/desktop/views/riskdock.h"

#include "app/desktop/text/describe.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/userow.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace wick::desktop {

RiskDock::RiskDock(QWidget* parent)
    : QScrollArea(parent)
    , m_left(new RoleLabel{{}, TypeRole::Value})
    , m_resets(new RoleLabel{{}, TypeRole::Small, Tone::Secondary})
    , m_uses(new QVBoxLayout)
    , m_facts(new QGridLayout)
    , m_ifTaken(new RoleLabel{{}, TypeRole::Small, Tone::Secondary})
    , m_refused(new QGridLayout)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Risk"));
    auto* body = new Ground{&Theme::panel};
    auto* column = new QVBoxLayout{body};
    column->setContentsMargins(kSpace12, kSpace12, kSpace12, kSpace12);
    column->setSpacing(kSpace4);

    auto* headline = new QHBoxLayout;
    headline->setSpacing(kSpace8);
    headline->addWidget(m_left, 0, Qt::AlignBaseline);
    headline->addWidget(
        new RoleLabel{tr("USDC left to lose today"), TypeRole::Body, Tone::Secondary}, 0,
        Qt::AlignBaseline);
    headline->addStretch(1);
    column->addLayout(headline);
    m_resets->setWordWrap(true);
    column->addWidget(m_resets);
    column->addSpacing(kSpace4);
    m_uses->setSpacing(kSpace4);
    column->addLayout(m_uses);
    column->addSpacing(kSpace4);
    column->addWidget(new Separator);
    m_facts->setColumnStretch(0, 1);
    m_facts->setVerticalSpacing(kSpace4);
    m_facts->setContentsMargins(0, kSpace4, 0, kSpace4);
    m_halts = addFact(0, tr("Halts"));
    m_unprotected = addFact(1, tr("Seconds without a stop, today"));
    m_lastChange = addFact(2, tr("Last limit change"));
    column->addLayout(m_facts);
    column->addWidget(new Separator);
    column->addSpacing(kSpace4);
    column->addWidget(new RoleLabel{tr("Refused today"), TypeRole::Title});
    m_ifTaken->setWordWrap(true); // beside the title it would ask for more than a narrow dock has
    column->addWidget(m_ifTaken);
    m_refused->setColumnStretch(3, 1);
    m_refused->setHorizontalSpacing(kSpace8);
    m_refused->setVerticalSpacing(kSpace4);
    column->addLayout(m_refused);
    column->addStretch(1);
    setWidget(body);
    setRefused({});
}

RoleLabel* RiskDock::addFact(int row, const QString& name)
{
    auto* value = new RoleLabel{missingText()};
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* label = new RoleLabel{name, TypeRole::Body, Tone::Secondary};
    label->setWordWrap(true);
    m_facts->addWidget(label, row, 0);
    m_facts->addWidget(value, row, 1);
    return value;
}

void RiskDock::setRisk(const RiskSummary& risk)
{
    if (risk == m_shown) {
        return;
    }
    m_left->setText(money(risk.leftToLose));
    m_resets->setText(tr("After every open stop is hit. Resets 00:00 UTC, in %1.")
                          .arg(durationText(risk.resetsInMs)));
    while (m_rows.size() < risk.limits.size()) {
        auto* row = new UseRow;
        m_uses->addWidget(row);
        m_rows.push_back(row);
    }
    while (m_rows.size() > risk.limits.size()) {
        delete m_rows.back();
        m_rows.pop_back();
    }
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        m_rows[at]->setUse(risk.limits[at]);
    }
    setFacts(risk);
    if (risk.refused != m_shown.refused || risk.refusedIfTaken != m_shown.refusedIfTaken) {
        setRefused(risk);
    }
    m_shown = risk;
}

void RiskDock::setFacts(const RiskSummary& risk)
{
    m_halts->setText(risk.halts);
    m_unprotected->setText(number(risk.secondsWithoutStop, 1));
    m_lastChange->setText(risk.lastLimitChange.isEmpty() ? missingText() : risk.lastLimitChange);
}

void RiskDock::setRefused(const RiskSummary& risk)
{
    while (QLayoutItem* item = m_refused->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_ifTaken->setText(risk.refusedIfTaken.has_value()
                           ? tr("if taken: %1 hypothetical").arg(signedMoney(*risk.refusedIfTaken))
                           : QString{});
    int row = 0;
    for (const RefusedBrief& refused : risk.refused) {
        m_refused->addWidget(
            new RoleLabel{clockText(refused.timeMs), TypeRole::Body, Tone::Secondary}, row, 0);
        m_refused->addWidget(new RoleLabel{refused.market, TypeRole::Title}, row, 1);
        m_refused->addWidget(
            new RoleLabel{describeRefused(refused.side), TypeRole::Body, Tone::Secondary}, row, 2);
        auto* why = new RoleLabel{refused.why};
        why->setElided();
        m_refused->addWidget(why, row, 3);
        ++row;
    }
    if (risk.refused.empty()) {
        m_refused->addWidget(
            new RoleLabel{tr("Nothing was refused."), TypeRole::Body, Tone::Secondary}, 0, 0, 1, 4);
    }
}

} // namespace wick::desktop
