# frozen_string_literal: true

# It knows no user, and has the site's pages all the same.
class NobodyController < ActionController::Base
  def show = render("pages/tagged", layout: false)
end
