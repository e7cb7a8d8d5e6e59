# frozen_string_literal: true

class VisitorsController < ApplicationController
  def show = render_visitor_fields(params[:brand])
end
