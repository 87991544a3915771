#pragma once

#include "app/desktop/models/backtestvalues.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace wick::desktop {

class NumberField;
class ParameterForm;
class RoleLabel;

/// The set-up form of a backtest: what to test, the strategy's own parameters, costs, Run.
/// Progress and Cancel stand where Run was.
class BacktestSetup final : public QWidget
{
    Q_OBJECT
public:
    explicit BacktestSetup(QWidget* parent = nullptr);

    void setStrategies(std::vector<StrategyChoice> strategies);
    void setMarkets(const QStringList& markets);
    void setData(std::vector<DataChoice> choices);
    void chooseData(const QString& id);
    void chooseMarket(const QString& market);
    /// By its name on the command line.
    void chooseStrategy(const QString& name);

    [[nodiscard]] BacktestRequest request() const;
    /// What keeps it from running, in words; empty when nothing does.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] NumberField* parameterField(const QString& name) const;
    [[nodiscard]] QPushButton& runButton() const noexcept { return *m_run; }

    void setRunning(bool running);
    void setProgress(const QString& words, double fraction);
    /// The last run in a line, or why there is none.
    void setOutcome(const QString& words, bool good);
    [[nodiscard]] QString outcome() const;

public Q_SLOTS:
    void run();

Q_SIGNALS:
    void runRequested(const wick::desktop::BacktestRequest& request);
    void cancelRequested();
    void fileRequested();

private:
    QWidget* makeForm();
    QWidget* makeBottom();
    void makeWhat(QVBoxLayout& column);
    void makeCosts(QVBoxLayout& column);
    void showStrategy(int index);
    [[nodiscard]] QString dateProblem() const;
    [[nodiscard]] QString moneyProblem() const;
    void refresh();

    std::vector<StrategyChoice> m_strategies;
    std::vector<DataChoice> m_data;
    QComboBox* m_strategy = nullptr;
    QComboBox* m_market = nullptr;
    QComboBox* m_timeframe = nullptr;
    QComboBox* m_source = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    NumberField* m_balance = nullptr;
    NumberField* m_taker = nullptr;
    NumberField* m_maker = nullptr;
    QComboBox* m_fills = nullptr;
    QComboBox* m_path = nullptr;
    RoleLabel* m_summary = nullptr;
    ParameterForm* m_parameters = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_progress = nullptr;
    RoleLabel* m_words = nullptr;
};

} // namespace wick::desktop
