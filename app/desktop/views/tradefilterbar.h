#pragma once

#include "app/desktop/models/tradefilter.h"

#include <QWidget>

class QComboBox;

namespace wick::desktop {

/// The lists over a trade table that choose which trades are walked.
class TradeFilterBar final : public QWidget
{
    Q_OBJECT
public:
    explicit TradeFilterBar(QWidget* parent = nullptr);

    /// Offers what these trades were closed by and the regimes they were in; what was chosen stays.
    void offer(const std::vector<TradeRow>& rows);
    [[nodiscard]] TradeFilter filter() const;
    void clear();

Q_SIGNALS:
    void changed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QComboBox* m_side;
    QComboBox* m_outcome;
    QComboBox* m_closedBy;
    QComboBox* m_hour;
    QComboBox* m_regime;
};

} // namespace wick::desktop
