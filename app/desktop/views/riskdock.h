#pragma once

#include "app/desktop/models/rows.h"

#include <QScrollArea>

#include <vector>

class QGridLayout;
class QVBoxLayout;

namespace wick::desktop {

class RoleLabel;
class UseRow;

/// What can still be lost today, the use of every limit, halts, and what was refused today.
class RiskDock final : public QScrollArea
{
    Q_OBJECT
public:
    explicit RiskDock(QWidget* parent = nullptr);

    void setRisk(const RiskSummary& risk);

private:
    void setFacts(const RiskSummary& risk);
    void setRefused(const RiskSummary& risk);
    RoleLabel* addFact(int row, const QString& name);

    RoleLabel* m_left;
    RoleLabel* m_resets;
    QVBoxLayout* m_uses;
    std::vector<UseRow*> m_rows;
    QGridLayout* m_facts;
    RoleLabel* m_halts;
    RoleLabel* m_unprotected;
    RoleLabel* m_lastChange;
    RoleLabel* m_ifTaken;
    QGridLayout* m_refused;
    RiskSummary m_shown;
};

} // namespace wick::desktop
