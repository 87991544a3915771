#pragma once

#include <QByteArray>
#include <QWidget>

#include <array>
#include <cstddef>

class QSplitter;

namespace wick::desktop {

class ChartSlot;

/// One chart, two beside each other, or four in two rows. Those that are not shown stay as they
/// are.
class ChartGrid final : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kMost = 4;

    explicit ChartGrid(QWidget* parent = nullptr);

    [[nodiscard]] ChartSlot& slot(int index) const
    {
        return *m_slots[static_cast<std::size_t>(index)];
    }
    /// 1, 2 or 4; what lies between counts as the next smaller.
    void setCount(int count);
    [[nodiscard]] int count() const noexcept { return m_count; }
    /// The first chart a little wider than the one beside it.
    void resetSizes();

    [[nodiscard]] QByteArray saveState() const;
    /// False when it is none of ours; then nothing changes.
    bool restoreState(const QByteArray& state);

Q_SIGNALS:
    void countChanged(int count);

private:
    QSplitter* m_rows;
    std::array<QSplitter*, 2> m_columns{};
    std::array<ChartSlot*, kMost> m_slots{};
    int m_count = 1;
};

} // namespace wick::desktop
