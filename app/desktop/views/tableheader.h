#pragma once

#include <QHeaderView>

namespace wick::desktop {

/// The header of a table: small secondary words, a sort arrow, one line below.
/// Titles of columns that only act (icons) may reach left over their neighbours without a title.
class TableHeader final : public QHeaderView
{
    Q_OBJECT
public:
    explicit TableHeader(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRect titleRect(const QRect& rect, int logicalIndex) const;
};

} // namespace wick::desktop
