#pragma once

#include "app/desktop/backtestworker.h"
#include "app/desktop/views/boardview.h"
#include "app/session/snapshot.h"
#include "core/domain/instrument.h"

#include <QObject>

#include <memory>
#include <vector>

namespace wick::desktop {

class RiskEditor;
class SessionController;

/// The calculators beside the limits: dynamic leverage, size of one trade, other sizes for the same
/// trades, a prop evaluation. They answer as something is typed and put nothing in force.
/// Thread: GUI.
class RiskTools final : public QObject
{
    Q_OBJECT
public:
    RiskTools(RiskEditor& editor, SessionController& session, QObject* parent = nullptr);

    /// Trades and equity of a backtest take the place of those of the session.
    void setBacktest(std::shared_ptr<const BacktestRun> run);
    /// Works everything out again with what the session is now.
    void refresh();

private:
    void chooseLeverage(int scenario);
    void workOutLeverage();
    void workOutSize();
    void workOutStress();
    void workOutEvaluation();
    void chooseMarket(int market);
    [[nodiscard]] std::vector<core::TradeRow> trades() const;
    [[nodiscard]] std::vector<core::EquityPoint> equity() const;
    [[nodiscard]] QString tradesWords() const;

    SessionController& m_session;
    BoardView* m_leverage; ///< these are owned by the editor
    BoardView* m_size;
    BoardView* m_stress;
    BoardView* m_evaluation;
    std::vector<core::Instrument> m_instruments;
    std::shared_ptr<const BacktestRun> m_backtest;
};

} // namespace wick::desktop
